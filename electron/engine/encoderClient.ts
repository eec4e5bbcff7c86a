import type { EngineError } from '../../shared/contract/models.ts';
import type { Result } from '../../shared/result.ts';
import type { BackendCrashes } from './backendCrashes.ts';
import type { OpenCalls } from './calls.ts';
import type { CrashedFiles } from './crashedFiles.ts';
import type { EncoderStatus, LoadedEncoder, LoadOptions } from './engine.ts';

export interface EncoderParts {
  readonly start: (signal: AbortSignal) => Promise<Result<null, EngineError>>;
  readonly calls: OpenCalls;
  readonly backendCrashes: BackendCrashes;
  readonly crashedFiles: CrashedFiles;
  /** The engine has proved to work. */
  readonly onSuccess: () => void;
  readonly onChanged: () => void;
}

/** What every call says of the model it is for. */
export interface EncoderTarget {
  readonly modelPath: string;
  readonly gpu?: LoadOptions['gpu'];
  readonly forbiddenBackends?: LoadOptions['forbiddenBackends'];
  readonly isRetryAsked?: boolean;
  readonly signal: AbortSignal;
}

/** Where the engine process runs a model. */
interface Place {
  readonly modelPath: string;
  readonly gpu: LoadOptions['gpu'];
  readonly excludedBackends: string[];
}

/** Asks the engine process for the work of a model beside the chat model, which the process loads for it. */
export interface EncoderClient {
  readonly status: EncoderStatus;
  /** @param call one try, by one process. */
  ask<Value>(
    target: EncoderTarget,
    call: (place: Place) => Promise<Result<Value, EngineError>>,
  ): Promise<Result<Value, EngineError>>;
  /** What the process says is loaded; null also when it has ended. */
  noteLoaded(loaded: LoadedEncoder | null): void;
}

export function createEncoderClient(parts: EncoderParts): EncoderClient {
  const { backendCrashes, crashedFiles } = parts;
  let status: EncoderStatus = { loaded: null, openCalls: 0 };
  const update = (change: Partial<EncoderStatus>) => {
    status = { ...status, ...change };
    parts.onChanged();
  };
  return {
    get status() {
      return status;
    },
    async ask(target, call) {
      const { modelPath, signal, isRetryAsked = false } = target;
      update({ openCalls: status.openCalls + 1 });
      try {
        const { result } = await crashedFiles.guard({
          ...{ modelPath, isRetryAsked, signal },
          async attempt() {
            const started = await parts.start(signal);
            if (!started.ok) return started;
            const excludedBackends = [...backendCrashes.excluded, ...(target.forbiddenBackends ?? [])];
            return call({ modelPath, gpu: target.gpu ?? 'auto', excludedBackends });
          },
        });
        if (result.ok) parts.onSuccess();
        return result;
      } finally {
        update({ openCalls: status.openCalls - 1 });
      }
    },
    noteLoaded(loaded) {
      if (loaded !== null || status.loaded !== null) update({ loaded });
    },
  };
}
