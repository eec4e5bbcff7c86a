import { isDeepStrictEqual } from 'node:util';
import type { EngineError } from '../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { BackendCrashes } from './backendCrashes.ts';
import type { OpenCalls } from './calls.ts';
import type { CrashedFiles } from './crashedFiles.ts';
import type { Engine, LoadedModel, LoadOptions } from './engine.ts';
import { resultSchemas } from './protocol.ts';
import type { StatusBoard } from './status.ts';
import type { Supervisor } from './supervisor.ts';

interface Target {
  readonly modelPath: string;
  readonly options: LoadOptions;
}

type LoadInput = Parameters<Engine['load']>[0];

/** Knows which model is wanted, has it loaded, and has it loaded again after a crash. */
export interface ModelKeeper {
  load(input: LoadInput): Promise<Result<LoadedModel, EngineError>>;
  unload(): Promise<void>;
  /** Waits for a load that is going on, or brings back what a crash took away. */
  prepare(signal: AbortSignal): Promise<Result<LoadedModel, EngineError>>;
  /** The process has ended. */
  noteEnd(): void;
  /** Starts the process where it does not run. */
  start(signal: AbortSignal): Promise<Result<null, EngineError>>;
}

const cancelled = fail({ code: 'engine.cancelled' } as const);

export function createModelKeeper(parts: {
  readonly supervisor: Supervisor;
  readonly calls: OpenCalls;
  readonly status: StatusBoard;
  readonly backendCrashes: BackendCrashes;
  readonly crashedFiles: CrashedFiles;
}): ModelKeeper {
  const { supervisor, calls, status, backendCrashes, crashedFiles } = parts;
  /** What a new process has to load again. */
  let target: Target | null = null;
  let loaded: LoadedModel | null = null;
  let changes: Promise<unknown> = Promise.resolve();

  /** One change of the loaded model at a time; who is cancelled does not wait for the others. */
  const change = <Value>(
    signal: AbortSignal | null,
    work: () => Promise<Result<Value, EngineError>>,
  ): Promise<Result<Value, EngineError>> => {
    const before = changes;
    const result = (async () => {
      await (signal === null ? before : Promise.race([before, aborted(signal)]));
      return signal?.aborted ? cancelled : work();
    })();
    changes = Promise.allSettled([before, result]);
    return result;
  };

  const start = async (signal: AbortSignal): Promise<Result<null, EngineError>> => {
    if (supervisor.isRunning) return ok(null);
    if (target !== null) status.update({ phase: 'restarting' });
    const started = await supervisor.start(signal);
    if (!started.ok) status.update({ phase: 'stopped' });
    return started;
  };

  /** One try, by one process. */
  const tryLoad = async (input: LoadInput): Promise<Result<LoadedModel, EngineError>> => {
    const { modelPath, options, signal, onProgress } = input;
    const started = await start(signal);
    if (!started.ok) return started;
    // Before the model in use is given up for it.
    const facts = await calls.call({
      call: { kind: 'inspect', modelPath },
      result: resultSchemas.inspect,
      signal,
    });
    if (!facts.ok) return facts;
    loaded = null;
    target = { modelPath, options };
    status.update({ phase: 'loading', modelPath, loadProgressRatio: 0, loaded: null });
    return calls.call({
      call: {
        kind: 'load',
        modelPath,
        options,
        excludedBackends: [...backendCrashes.excluded, ...options.forbiddenBackends],
      },
      result: resultSchemas.load,
      signal,
      onProgress(progressRatio) {
        status.update({ loadProgressRatio: progressRatio });
        onProgress(progressRatio);
      },
    });
  };

  const forget = () => {
    target = null;
    loaded = null;
    const phase = supervisor.isRunning ? 'idle' : 'stopped';
    status.update({ phase, modelPath: null, loadProgressRatio: null, loaded: null });
  };

  /** Loads, and tries again where a GPU's backend crashed. */
  const load = async (input: LoadInput, isReload: boolean): Promise<Result<LoadedModel, EngineError>> => {
    const { modelPath, options, signal } = input;
    if (loaded !== null && target !== null && isSameTarget(target, { modelPath, options })) return ok(loaded);
    const { result, wasTried, hasEnded } = await crashedFiles.guard({
      modelPath,
      // An adapter may be what crashes it.
      otherPaths: options.adapters.map(({ path }) => path),
      isRetryAsked: input.isRetryAsked ?? false,
      signal,
      attempt: () => tryLoad(input),
    });
    if (result.ok) {
      loaded = result.value;
      status.update({ phase: 'ready', modelPath, loadProgressRatio: null, loaded });
      return result;
    }
    const isBlamed = wasTried && result.error.code === 'engine.fileCrashedEngine';
    const isTooLarge = result.error.code === 'engine.outOfMemory';
    if (!wasTried || (hasEnded && !isBlamed && !isTooLarge) || loaded !== null) return result;
    if (isBlamed || !isReload) forget();
    else status.update({ phase: supervisor.isRunning ? 'idle' : 'stopped', loadProgressRatio: null });
    return result;
  };

  return {
    async start(signal) {
      const wasRunning = supervisor.isRunning;
      const started = await start(signal);
      if (!wasRunning && started.ok && status.value.phase !== 'loading') status.update({ phase: 'idle' });
      return started;
    },
    load: (input) => change(input.signal, () => load(input, false)),
    async unload() {
      await change(null, async () => {
        forget();
        if (!supervisor.isRunning) return ok(null);
        return calls.call({ call: { kind: 'unload' }, result: resultSchemas.unload });
      });
    },
    async prepare(signal) {
      await Promise.race([changes, aborted(signal)]);
      if (loaded !== null) return ok(loaded);
      return change(signal, async () => {
        if (loaded !== null) return ok(loaded);
        if (target === null) return fail({ code: 'engine.unavailable', reason: 'no model is loaded' });
        return load({ ...target, signal, onProgress: () => undefined }, true);
      });
    },
    noteEnd() {
      loaded = null;
      status.update({ phase: 'stopped', loaded: null, loadProgressRatio: null });
    },
  };
}

function isSameTarget(a: Target, b: Target): boolean {
  return a.modelPath === b.modelPath && isDeepStrictEqual(a.options, b.options);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
