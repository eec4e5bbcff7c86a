import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Connection } from '../../shared/contract/app.ts';
import type { EngineError } from '../../shared/contract/models.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { StartChild } from '../children/child.ts';
import { type CallTimes, createOpenCalls, usualCallTimes } from './calls.ts';
import type {
  Engine,
  EngineStatus,
  GenerateInput,
  GenerationEvent,
  LoadedModel,
  LoadOptions,
} from './engine.ts';
import { createEventBuffer } from './eventBuffer.ts';
import { resultSchemas } from './protocol.ts';
import { createStatus } from './status.ts';
import { createSupervisor, type SupervisorTimes, type UnexpectedEnd } from './supervisor.ts';

export interface EngineParts {
  readonly startChild: StartChild;
  /** The engine process's module: built, or in tests its source. */
  readonly entryPath: string;
  /** A connection the engine process tried to open. */
  readonly onConnectionBlocked?: (connection: Connection) => void;
  /** Takes the place of what the system says is free, for tests and for people who want to keep memory for other programs. */
  readonly memoryLimitBytes?: number;
  readonly times?: Partial<SupervisorTimes & CallTimes>;
}

interface LoadTarget {
  readonly modelPath: string;
  readonly options: LoadOptions;
}

type LoadInput = Parameters<Engine['load']>[0];

const unstopped = () => new AbortController().signal;

/** The engine as the domains see it, over a supervised process. */
export function createEngine(parts: EngineParts): Engine {
  const status = createStatus();
  /** What a restarted process has to load again. */
  let target: LoadTarget | null = null;
  let isLoaded = false;
  let lastEnd: UnexpectedEnd | null = null;
  const crashedFiles = new Set<string>();
  let changes: Promise<unknown> = Promise.resolve();

  const calls = createOpenCalls({
    send: (message) => supervisor.send(message),
    times: { ...usualCallTimes, ...parts.times },
    onStuck: (afterMs) => supervisor.giveUp(afterMs),
  });
  const supervisor = createSupervisor({
    ...parts,
    onMessage(message) {
      if (message.kind === 'connectionBlocked') parts.onConnectionBlocked?.(message.connection);
      calls.receive(message);
    },
    onEnded(end) {
      isLoaded = false;
      lastEnd = end;
      status.update({ phase: 'stopped', loaded: null, loadProgressRatio: null });
      calls.endAll(end.error);
    },
  });

  const start = async (signal: AbortSignal) => {
    if (supervisor.isRunning) return supervisor.start(signal);
    if (status.value.modelPath !== null) status.update({ phase: 'restarting' });
    const started = await supervisor.start(signal);
    if (!started.ok) status.update({ phase: 'stopped' });
    return started;
  };

  /** Loads, and loads again on another backend where the GPU's crashed. */
  const load = async (input: LoadInput): Promise<Result<LoadedModel, EngineError>> => {
    const { modelPath, options, signal, onProgress } = input;
    const fileKey = await keyOf(modelPath);
    if (crashedFiles.has(fileKey) && !input.isRetryAsked) {
      return fail({ code: 'engine.fileCrashedEngine', fileName: basename(modelPath) });
    }
    while (true) {
      if (signal.aborted) return fail({ code: 'engine.cancelled' });
      const started = await start(signal);
      if (!started.ok) return started;
      lastEnd = null;
      status.update({ phase: 'loading', modelPath, loadProgressRatio: 0, loaded: null });
      const result = await calls.call({
        call: { kind: 'load', modelPath, options },
        result: resultSchemas.load,
        signal,
        onProgress(progressRatio) {
          status.update({ loadProgressRatio: progressRatio });
          onProgress(progressRatio);
        },
      });
      if (result.ok) {
        target = { modelPath, options };
        isLoaded = true;
        crashedFiles.delete(fileKey);
        status.update({ phase: 'ready', modelPath, loadProgressRatio: null, loaded: result.value });
        return result;
      }
      const end = endOfThisLoad(lastEnd);
      if (end === null) {
        target = null;
        isLoaded = false;
        status.update({ phase: 'idle', modelPath: null, loadProgressRatio: null, loaded: null });
        return result;
      }
      if (!isFileToBlame(end)) return result;
      if (end.backend !== null && end.backend !== 'cpu') continue;
      crashedFiles.add(fileKey);
      target = null;
      status.update({ modelPath: null });
      return fail({ code: 'engine.fileCrashedEngine', fileName: basename(modelPath) });
    }
  };

  /** One change of the loaded model at a time. */
  const change = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const result = changes.then(work);
    changes = result.catch(() => undefined);
    return result;
  };

  /** Brings back what a crash took away. */
  const prepare = async (signal: AbortSignal): Promise<Result<unknown, EngineError>> => {
    await changes;
    if (isLoaded) return { ok: true, value: null };
    return change(async () => {
      if (isLoaded) return { ok: true, value: null };
      if (target === null) return fail({ code: 'engine.unavailable', reason: 'no model is loaded' });
      return load({ ...target, signal, onProgress: () => undefined });
    });
  };

  async function* generate(input: GenerateInput): AsyncGenerator<GenerationEvent> {
    const stop = new AbortController();
    const signal = AbortSignal.any([input.signal, stop.signal]);
    const receivedMs = performance.now();
    try {
      const prepared = await prepare(signal);
      if (signal.aborted) {
        yield stoppedBeforeStart(receivedMs);
        return;
      }
      if (!prepared.ok) {
        yield { kind: 'failed', error: prepared.error };
        return;
      }
      const events = createEventBuffer<GenerationEvent>();
      const { messages, sampling, maxTokens, priority } = input;
      status.startAnswer();
      void calls
        .call({
          call: { kind: 'generate', messages: [...messages], sampling, maxTokens, priority },
          result: resultSchemas.generate,
          signal,
          onPart: (part) => events.push(part),
        })
        .then((result) => {
          if (result.ok) supervisor.noteSuccess();
          status.endAnswer(result.ok ? result.value.statistics.tokensPerSecond : null);
          events.end(
            result.ok ? { kind: 'finished', ...result.value } : { kind: 'failed', error: result.error },
          );
        });
      yield* events;
    } finally {
      stop.abort();
    }
  }

  return {
    get status() {
      return status.value;
    },
    onStatusChanged: status.onChanged,
    async inspect(modelPath) {
      const started = await start(unstopped());
      if (!started.ok) return started;
      if (['stopped', 'restarting'].includes(status.value.phase)) status.update({ phase: 'idle' });
      return calls.call({ call: { kind: 'inspect', modelPath }, result: resultSchemas.inspect });
    },
    load: (input) => change(() => load(input)),
    unload: () =>
      change(async () => {
        target = null;
        isLoaded = false;
        if (supervisor.isRunning)
          await calls.call({ call: { kind: 'unload' }, result: resultSchemas.unload });
        const phase: EngineStatus['phase'] = supervisor.isRunning ? 'idle' : 'stopped';
        status.update({ phase, modelPath: null, loadProgressRatio: null, loaded: null });
      }),
    async countTokens(texts) {
      const prepared = await prepare(unstopped());
      if (!prepared.ok) return prepared;
      return calls.call({
        call: { kind: 'countTokens', texts: [...texts] },
        result: resultSchemas.countTokens,
      });
    },
    async measurePrompt(messages) {
      const prepared = await prepare(unstopped());
      if (!prepared.ok) return prepared;
      return calls.call({
        call: { kind: 'measurePrompt', messages: [...messages] },
        result: resultSchemas.measurePrompt,
      });
    },
    generate,
    async dispose() {
      target = null;
      isLoaded = false;
      const stopped = supervisor.stop();
      calls.endAll({ code: 'engine.unavailable', reason: 'the engine was stopped' });
      await stopped;
      status.update({ phase: 'stopped', modelPath: null, loadProgressRatio: null, loaded: null });
    },
  };
}

/** Read through a function, because assignments in callbacks are invisible to the type checker's narrowing. */
function endOfThisLoad(end: UnexpectedEnd | null): UnexpectedEnd | null {
  return end;
}

/** A process that was killed from outside, or hung, says nothing about the file. */
function isFileToBlame({ error }: UnexpectedEnd): boolean {
  return error.code === 'engine.crashed' && error.signal !== 'SIGKILL' && error.signal !== 'SIGTERM';
}

/** The same path with other content is another file. */
async function keyOf(modelPath: string): Promise<string> {
  const file = await stat(modelPath).catch(() => null);
  return `${modelPath}\n${file?.size}\n${file?.mtimeMs}`;
}

function stoppedBeforeStart(receivedMs: number): GenerationEvent {
  return {
    kind: 'finished',
    stopReason: 'userStopped',
    statistics: {
      promptTokens: 0,
      reusedTokens: 0,
      generatedTokens: 0,
      timeToFirstTokenMs: null,
      tokensPerSecond: null,
      elapsedMs: performance.now() - receivedMs,
    },
  };
}
