import type { Digest, DigestEntry } from '../../../shared/contract/digests.ts';
import type { Document } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import type { Point, SummaryError } from '../../../shared/contract/summaries.ts';
import type { ModelId } from '../../../shared/ids.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { PromptMessage } from '../../engine/engine.ts';
import type { ProvideModel } from '../../engine/modelProvider.ts';
import type { Database } from '../../storage/database.ts';
import type { WorkProgress } from '../compare/compareDocuments.ts';
import type { DocumentStore } from '../documentStore.ts';
import { pickKeySentences } from '../keySentences/keySentences.ts';
import { splitSentences } from '../sentences.ts';
import { type Calls, callTogether } from '../summarise/calls.ts';
import type { Summaries } from '../summarise/summaries.ts';
import { listReadSince } from './readSince.ts';

const sentencesEach = 2;
/** What one call of the overview is given; more documents are told in several and joined. */
const overviewCharacters = 2400;
const overviewTokens = 200;

export interface DigestParts {
  readonly database: Database;
  readonly documents: DocumentStore;
  readonly summaries: Pick<Summaries, 'list'>;
  readonly provideModel: ProvideModel;
}

/**
 * Tells in a sentence or two what each document says that came or changed: from a finished summary where there is
 * one, else by its key sentences. With a model an overview of all of them is written.
 */
export async function writeDigest(
  parts: DigestParts,
  input: {
    readonly since: string | null;
    readonly scope?: SearchScope | undefined;
    readonly modelId: ModelId | null;
    readonly isModelUsed: boolean;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: WorkProgress) => void;
  },
): Promise<Result<Digest, SummaryError>> {
  const startedAt = performance.now();
  const { since, signal, onProgress } = input;
  const wanted = listReadSince(parts.database, input);
  const entries: DigestEntry[] = [];
  for (const { documentId, isAdded } of wanted) {
    if (signal.aborted) return fail({ code: 'documents.cancelled' });
    const document = parts.documents.get(documentId);
    if (document) {
      const told = tellDocument(parts, document);
      entries.push({ document, change: isAdded ? 'added' : 'changed', ...told });
    }
    onProgress({ step: 'reading', done: entries.length, total: wanted.length });
    // Others are answered between two documents.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const finish = (more: Pick<Digest, 'overview' | 'modelName'>): Result<Digest, SummaryError> =>
    ok({
      ...{ since, entries, ...more },
      coverage: { documentsTold: entries.length, documentsTotal: wanted.length },
      elapsedMs: performance.now() - startedAt,
    });
  if (!input.isModelUsed || entries.length < 2) return finish({ overview: '', modelName: null });
  const ready = await parts.provideModel({
    modelId: input.modelId,
    signal,
    onLoading: (ratio) => onProgress({ step: 'loading', done: Math.round(ratio * 100), total: 100 }),
  });
  if (!ready.ok) return ready;
  onProgress({ step: 'writing', done: 0, total: 1 });
  const settings = {
    ready: () => parts.provideModel({ modelId: ready.value.model.id, signal }),
    ...{ signal, parallelCalls: ready.value.loaded.parallel.calls },
  };
  const lines = entries.map(
    ({ document, sentences }) => `“${document.title}”: ${sentences.map(({ text }) => text).join(' ')}`,
  );
  const overview = await callTogether(settings, (calls) => tellAll(calls, lines));
  return overview.ok ? finish({ overview: overview.value, modelName: ready.value.model.name }) : overview;
}

function tellDocument(parts: DigestParts, document: Document): Pick<DigestEntry, 'sentences' | 'modelName'> {
  const { id, language, title } = document;
  const summary = parts.summaries
    .list(id)
    .find(
      (one) =>
        one.state === 'finished' && one.language === null && one.style !== 'actions' && one.style !== 'reply',
    );
  if (summary) {
    const pages: Point['pages'] = [1, document.pages];
    const told = summary.text === '' ? summary.points : [{ text: summary.text, pages }];
    const sentences = told
      .flatMap((point) => splitSentences(point.text, language).map((text) => ({ text, pages: point.pages })))
      .slice(0, sentencesEach);
    if (sentences.length > 0) return { sentences, modelName: summary.modelName };
  }
  const blocks = parts.documents.readBlocks({ documentId: id });
  const { points } = pickKeySentences(blocks, { count: sentencesEach, language, title });
  return { sentences: points, modelName: null };
}

/** What does not fit one call is told in parts, and the parts together. */
async function tellAll(calls: Calls, lines: readonly string[]): Promise<Result<string, ModelUseError>> {
  const groups: string[][] = [];
  let characters = 0;
  for (const line of lines.map((each) => each.slice(0, overviewCharacters / 3))) {
    const open = groups.at(-1);
    characters += line.length;
    if (open && characters <= overviewCharacters) open.push(line);
    else {
      groups.push([line]);
      characters = line.length;
    }
  }
  const told: string[] = [];
  for (const group of groups) {
    const text = await calls.write({
      messages: digestPrompt(group),
      maxTokens: overviewTokens,
      isUrgent: true,
    });
    if (!text.ok) return text;
    told.push(text.value);
  }
  return told.length === 1 ? ok(told[0] ?? '') : tellAll(calls, told);
}

function digestPrompt(lines: readonly string[]): PromptMessage[] {
  return [
    {
      role: 'system',
      text: 'You tell what is new in a collection of documents. Use only what the given text says. Write plain sentences, without headings or lists.',
    },
    {
      role: 'user',
      text: [
        'New or changed documents and what they say:',
        lines.map((line) => `- ${line}`).join('\n'),
        'Tell in at most five sentences what is new and matters most. Name the documents you speak of.',
      ].join('\n\n'),
    },
  ];
}
