import { rm } from 'node:fs/promises';
import type { Connection } from '../../shared/contract/app.ts';
import type { StartChild } from '../children/child.ts';
import { createBackendCrashes } from './backendCrashes.ts';
import { type CallTimes, createOpenCalls, usualCallTimes } from './calls.ts';
import { type ContextsFolder, contextFilePath } from './contextFiles.ts';
import { createCrashedFiles } from './crashedFiles.ts';
import { createEmbedder } from './embedder.ts';
import type { Engine, GenerateInput, GenerationEvent } from './engine.ts';
import { createEventBuffer } from './eventBuffer.ts';
import { createModelKeeper } from './modelKeeper.ts';
import { resultSchemas, usualPace } from './protocol.ts';
import { createReranker } from './reranker.ts';
import { createStatusBoard } from './status.ts';
import { stoppedBeforeStart } from './stopped.ts';
import { createSupervisor, type SupervisorTimes } from './supervisor.ts';

export interface EngineParts {
  readonly startChild: StartChild;
  /** The engine process's module: built, or in tests its source. */
  readonly entryPath: string;
  /** A connection the engine process tried to open. */
  readonly onConnectionBlocked?: (connection: Connection) => void;
  /** Takes the place of what the system says is free, for tests and for people who keep memory for other programs. */
  readonly memoryLimitBytes?: number;
  /** How the computer's memory stands now: what ends the engine while it is short is not put down to a file. */
  readonly isMemoryShort?: () => Promise<boolean>;
  /** Where measured thread counts are kept between runs; absent: nowhere. */
  readonly threadCachePath?: string;
  /** Where what was read of conversations is kept between runs; absent: nowhere. */
  readonly contexts?: ContextsFolder;
  /** Where backends that crash are remembered across restarts of this version; absent: nowhere. */
  readonly backendMemory?: { readonly path: string; readonly version: string };
  readonly times?: Partial<SupervisorTimes & CallTimes>;
}

/** The engine as the domains see it, over a supervised process. */
export function createEngine(parts: EngineParts): Engine {
  const status = createStatusBoard();
  const backendCrashes = createBackendCrashes(parts.backendMemory ?? null);
  status.update({ excludedBackends: backendCrashes.excluded });
  let pace = usualPace;
  const calls = createOpenCalls({
    send: (message) => supervisor.send(message),
    times: { ...usualCallTimes, ...parts.times },
    onStuck: (afterMs) => supervisor.giveUp(afterMs),
  });
  const supervisor = createSupervisor({
    ...parts,
    backendCrashes,
    onMessage(message) {
      // Before anything is asked of a new process.
      if (message.kind === 'ready' && pace !== usualPace) supervisor.send({ kind: 'pace', pace });
      const { loaded } = status.value;
      if (message.kind === 'threads' && loaded !== null)
        status.update({ loaded: { ...loaded, threads: message.threads } });
      if (message.kind === 'embedder') embedder.noteLoaded(message.embedder);
      if (message.kind === 'reranker') reranker.noteLoaded(message.reranker);
      if (message.kind === 'connectionBlocked') parts.onConnectionBlocked?.(message.connection);
      calls.receive(message);
    },
    onEnded(end) {
      status.update({ excludedBackends: backendCrashes.excluded });
      crashedFiles.noteEnd(end);
      keeper.noteEnd();
      embedder.noteLoaded(null);
      reranker.noteLoaded(null);
      calls.endAll(end.error);
    },
  });
  const crashedFiles = createCrashedFiles();
  const keeper = createModelKeeper({ supervisor, calls, status, backendCrashes, crashedFiles });
  const encoderListeners = new Set<() => void>();
  const encoderParts = {
    ...{ calls, backendCrashes, crashedFiles },
    start: keeper.start,
    onSuccess: supervisor.noteSuccess,
    onChanged() {
      for (const listener of encoderListeners) listener();
    },
  };
  const embedder = createEmbedder(encoderParts);
  const reranker = createReranker(encoderParts);

  async function* generate(input: GenerateInput): AsyncGenerator<GenerationEvent> {
    const left = new AbortController();
    const signal = AbortSignal.any([input.signal, left.signal]);
    const receivedMs = performance.now();
    try {
      const prepared = await keeper.prepare(signal);
      if (signal.aborted) {
        yield { kind: 'finished', ...stoppedBeforeStart(receivedMs) };
        return;
      }
      if (!prepared.ok) {
        yield { kind: 'failed', error: prepared.error };
        return;
      }
      yield* answer(input, signal);
    } finally {
      left.abort();
    }
  }

  function answer(input: GenerateInput, signal: AbortSignal): AsyncIterable<GenerationEvent> {
    const { messages, sampling, maxTokens, priority } = input;
    const { conversationKey = null, jsonSchema = null } = input;
    const events = createEventBuffer<GenerationEvent>();
    const endAnswer = status.startAnswer(priority);
    void calls
      .call({
        call: {
          kind: 'generate',
          messages: [...messages],
          ...{ sampling, maxTokens, priority, conversationKey, jsonSchema },
        },
        result: resultSchemas.generate,
        signal,
        onPart: (part) => events.push(part),
      })
      .then((result) => {
        if (result.ok) supervisor.noteSuccess();
        endAnswer(result.ok ? result.value.statistics.tokensPerSecond : null);
        events.end(
          result.ok ? { kind: 'finished', ...result.value } : { kind: 'failed', error: result.error },
        );
      });
    return events;
  }

  return {
    get status() {
      return status.value;
    },
    onStatusChanged: status.onChanged,
    async inspect(modelPath) {
      const started = await keeper.start(unstopped());
      if (!started.ok) return started;
      return calls.call({ call: { kind: 'inspect', modelPath }, result: resultSchemas.inspect });
    },
    async inspectAdapter(paths) {
      const started = await keeper.start(unstopped());
      if (!started.ok) return started;
      return calls.call({
        call: { kind: 'inspectAdapter', ...paths },
        result: resultSchemas.inspectAdapter,
      });
    },
    load: keeper.load,
    unload: keeper.unload,
    async retryBackends() {
      backendCrashes.forget();
      status.update({ excludedBackends: [] });
      await keeper.unload();
    },
    async countTokens(texts) {
      const prepared = await keeper.prepare(unstopped());
      if (!prepared.ok) return prepared;
      return calls.call({
        call: { kind: 'countTokens', texts: [...texts] },
        result: resultSchemas.countTokens,
      });
    },
    async measurePrompt(messages) {
      const prepared = await keeper.prepare(unstopped());
      if (!prepared.ok) return prepared;
      return calls.call({
        call: { kind: 'measurePrompt', messages: [...messages] },
        result: resultSchemas.measurePrompt,
      });
    },
    get embedderStatus() {
      return embedder.status;
    },
    get rerankerStatus() {
      return reranker.status;
    },
    onEncodersChanged(listener) {
      encoderListeners.add(listener);
      return () => void encoderListeners.delete(listener);
    },
    generate,
    embed: embedder.embed,
    rerank: reranker.rerank,
    async forgetConversations(conversationKeys) {
      const removeFiles = async () => {
        if (!parts.contexts) return;
        for (const key of conversationKeys) await rm(contextFilePath(parts.contexts, key), { force: true });
      };
      await removeFiles();
      if (!supervisor.isRunning) return;
      await calls.call({
        call: { kind: 'forgetConversations', conversationKeys: [...conversationKeys] },
        result: resultSchemas.forgetConversations,
      });
      // The engine may have saved them in the meantime.
      await removeFiles();
    },
    setPace(wanted) {
      pace = wanted;
      calls.setPaused(pace.background === 'pause');
      status.setPaused(pace.background === 'pause');
      supervisor.send({ kind: 'pace', pace });
    },
    async giveBackMemory() {
      if (!supervisor.isRunning) return;
      await calls.call({ call: { kind: 'giveBackMemory' }, result: resultSchemas.giveBackMemory });
    },
    async dispose() {
      const stopped = supervisor.stop();
      calls.endAll({ code: 'engine.unavailable', reason: 'the engine was stopped' });
      await stopped;
      status.update({ phase: 'stopped', modelPath: null, loadProgressRatio: null, loaded: null });
    },
  };
}

function unstopped(): AbortSignal {
  return new AbortController().signal;
}
