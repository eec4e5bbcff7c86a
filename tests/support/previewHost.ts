import type { Host } from '../../renderer/state/host.ts';
import type { Client } from '../../shared/client.ts';
import type { Conversation, Message } from '../../shared/contract/chat.ts';
import type { CodeRun } from '../../shared/contract/code.ts';
import type { Document } from '../../shared/contract/documents.ts';
import type { contract } from '../../shared/contract/index.ts';
import type { EngineState, Model } from '../../shared/contract/models.ts';
import { type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import type { Summary } from '../../shared/contract/summaries.ts';
import { fail, ok } from '../../shared/result.ts';
import * as contents from './previewContents.ts';
import * as answers from './previewMessages.ts';
import * as work from './previewWork.ts';

export interface PreviewOptions {
  readonly isFirstRun: boolean;
  readonly hasModel: boolean;
  readonly isEmpty: boolean;
  readonly isCrashing: boolean;
  readonly isOnBattery: boolean;
  readonly many: number;
}

type Frame = { kind: string; [name: string]: unknown };

/** A host in memory with made-up contents, for looking at screens. Answers are checked against the contract. */
export function createPreviewHost(options: PreviewOptions): Host {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let settings: Settings = settingsSchema.parse({ isFirstRunDone: !options.isFirstRun });
  const models: Model[] = options.hasModel ? [contents.model, contents.codeModel] : [];
  let engine: EngineState = options.hasModel ? contents.engine : contents.stoppedEngine;
  if (options.isOnBattery) engine = { ...engine, ...contents.onBattery };
  const documents: Document[] = options.isEmpty
    ? []
    : [...contents.documents, ...contents.manyDocuments(options.many)];
  const conversations: Conversation[] = options.isEmpty
    ? []
    : [...contents.conversations, ...contents.manyConversations(options.many)];
  const messages = new Map<string, Message[]>([
    [contents.conversations[0]?.id ?? '', [...answers.messages]],
    [contents.conversations[1]?.id ?? '', [...answers.chatMessages]],
  ]);
  let summary: Summary = work.summary;
  const runs: CodeRun[] = options.isEmpty ? [] : [work.codeRun];

  const publish = (name: string, payload: unknown) => {
    for (const listener of listeners.get(name) ?? []) Reflect.apply(listener, null, [payload]);
  };
  const page = <Row>(rows: readonly Row[], input: { offset: number; limit: number }) =>
    rows.slice(input.offset, input.offset + input.limit);

  const answerRequest = (name: string, input: Record<string, never>): unknown => {
    switch (name) {
      case 'app.getStatus':
        return ok(contents.status);
      case 'app.listConnections':
        return ok([]);
      case 'settings.get':
        return ok(settings);
      case 'settings.update':
        settings = settingsSchema.parse({ ...settings, ...Object(input) });
        publish('settings.changed', settings);
        return ok(settings);
      case 'models.list':
        return ok(models);
      case 'models.getEngineState':
        return ok(engine);
      case 'chat.list': {
        const { title } = Object(input);
        const rows = conversations.filter(
          (one) => !title || one.title.toLowerCase().includes(title.toLowerCase()),
        );
        return ok({ conversations: page(rows, Object(input)), total: rows.length });
      }
      case 'chat.create': {
        const created = {
          ...contents.newConversation(conversations.length),
          scope: Object(input).scope,
        };
        conversations.unshift(created);
        publish('chat.changed', { conversationId: created.id, change: 'added' });
        return ok(created);
      }
      case 'chat.open': {
        const id: string = Object(input).conversationId;
        const conversation = conversations.find((one) => one.id === id);
        return conversation
          ? ok({ conversation, messages: messages.get(id) ?? [] })
          : fail({ code: 'chat.conversationNotFound' });
      }
      case 'chat.setScope':
      case 'chat.rename': {
        const at = conversations.findIndex((one) => one.id === Object(input).conversationId);
        const before = conversations[at];
        if (!before) return fail({ code: 'chat.conversationNotFound' });
        conversations[at] = { ...before, ...Object(input) };
        publish('chat.changed', { conversationId: before.id, change: 'updated' });
        return ok(conversations[at]);
      }
      case 'documents.list': {
        const { title } = Object(input);
        const rows = documents.filter(
          (one) => !title || one.title.toLowerCase().includes(title.toLowerCase()),
        );
        return ok({ documents: page(rows, Object(input)), total: rows.length });
      }
      case 'documents.get': {
        const found = documents.find((one) => one.id === Object(input).documentId);
        return found ? ok(found) : fail({ code: 'documents.notFound' });
      }
      case 'documents.readPages':
        return ok({ blocks: contents.blocksOf(Object(input).pages[0]), pages: 14 });
      case 'originals.open':
        return fail({ code: 'originals.notPaged' });
      case 'search.find':
        return ok(contents.findIn(documents, String(Object(input).query)));
      case 'search.listFilters':
        return ok(contents.filtersOf(documents));
      case 'collections.list':
        return ok(options.isEmpty ? [] : contents.collections);
      case 'embeddings.getState':
        return ok(contents.embedding);
      case 'reranking.getState':
        return ok(contents.reranking);
      case 'documents.pickKeySentences':
        return ok(work.keySentences);
      case 'documents.listSummaries':
        return ok(options.hasModel ? [summary] : []);
      case 'documents.startSummary':
        summary = { ...summary, state: 'reading' };
        return ok(summary);
      case 'documents.pauseSummary':
        summary = { ...summary, state: 'paused' };
        return ok(summary);
      case 'code.list':
        return ok(runs);
      case 'code.get':
        return ok(runs[0]);
      case 'code.accept':
        return ok({ run: { ...runs[0], decision: 'accepted' }, text: 'changed', isWritten: false });
      case 'models.continueBackground':
        engine = { ...engine, energy: { ...engine.energy, pausedFor: [] }, pausedAnswers: 0 };
        publish('models.engineStateChanged', engine);
        return ok({});
      default:
        return fail({ code: 'internal', reference: `preview:${name}` });
    }
  };

  async function* answerStream(
    name: string,
    input: object,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Frame> {
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const item = (value: unknown): Frame => ({ kind: 'item', item: value });
    if (name.startsWith('chat.')) {
      const { conversationId, text = 'Again, please.' } = Object(input);
      const turn = answers.newTurn(conversationId, text, messages.get(conversationId)?.at(-1)?.id ?? null);
      yield item({ kind: 'started', messages: turn });
      for (let done = 0; done <= 6; done += 1) {
        await pause(120);
        yield item({ kind: 'reading', done: done * 512, total: 3072 });
      }
      let written = '';
      for (const part of answers.longAnswer.match(/\S+\s*/g) ?? []) {
        if (signal?.aborted || (options.isCrashing && written.length > 300)) break;
        written += part;
        yield item({ kind: 'text', text: part });
        await pause(24);
      }
      const [question, answer] = turn;
      if (!question || !answer) return;
      const isCrashed = options.isCrashing && !signal?.aborted;
      const error = { code: 'engine.crashed', signal: 'SIGKILL', exitCode: null } as const;
      const done: Message = {
        ...answer,
        text: written,
        state: isCrashed ? 'failed' : signal?.aborted ? 'stopped' : 'finished',
        error: isCrashed ? error : null,
        statistics: answers.statistics,
      };
      messages.set(conversationId, [...(messages.get(conversationId) ?? []), question, done]);
      yield isCrashed ? { kind: 'failed', error } : { kind: 'finished', value: done };
    } else if (name === 'documents.watchSummary') {
      while (summary.state === 'reading' && !signal?.aborted) {
        await pause(900);
        if (engine.pausedAnswers > 0) continue;
        summary = work.readOneMore(summary);
        yield item({ kind: 'state', summary });
      }
      yield { kind: 'finished', value: summary };
    } else if (name === 'documents.add') {
      for (let done = 1; done <= 10; done += 1) {
        await pause(200);
        yield item({ kind: 'progress', step: done < 7 ? 'parsing' : 'indexing', done, total: 10 });
      }
      const [document] = contents.documents;
      if (document && documents.length === 0) documents.push(document);
      yield { kind: 'finished', value: { document, isNew: true } };
    } else yield { kind: 'failed', error: { code: 'internal', reference: `preview:${name}` } };
  }

  // Reflect keeps the untyped inside of this fake away from the typed surface it stands for.
  const client: Client = Object.assign(Object.create(null), {
    request: async (name: keyof typeof contract, input: Record<string, never>) => answerRequest(name, input),
    open: (name: string, input: object, open?: { signal?: AbortSignal }) =>
      answerStream(name, input, open?.signal),
    on(name: string, listener: (payload: never) => void) {
      const named = listeners.get(name) ?? new Set();
      listeners.set(name, named.add(listener));
      return () => named.delete(listener);
    },
    dispose: () => undefined,
  });
  return {
    client,
    surface: 'browser',
    grantFile: async (file, { onProgress }) => {
      for (let step = 1; step <= 5; step += 1) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        onProgress(step / 5);
      }
      return ok({ fileId: contents.fileId, fileName: file.name, sizeBytes: file.size });
    },
    connection: { status: () => 'connected', subscribe: () => () => undefined },
  };
}
