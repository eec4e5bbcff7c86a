import type { EngineError } from '../../shared/contract/models.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { BackendCrashes } from './backendCrashes.ts';
import type { OpenCalls } from './calls.ts';
import type { CrashedFiles } from './crashedFiles.ts';
import type { EmbedderStatus, Embeddings, EmbedInput, LoadedEmbedder } from './engine.ts';
import { type EmbedResult, resultSchemas } from './protocol.ts';

export interface Embedder {
  embed(input: EmbedInput): Promise<Result<Embeddings, EngineError>>;
  readonly status: EmbedderStatus;
  onChanged(listener: (status: EmbedderStatus) => void): () => void;
  /** What the process says is loaded; null also when it has ended. */
  noteLoaded(loaded: LoadedEmbedder | null): void;
}

/** Has texts embedded by the engine process, which loads the model for it. */
export function createEmbedder(parts: {
  readonly start: (signal: AbortSignal) => Promise<Result<null, EngineError>>;
  readonly calls: OpenCalls;
  readonly backendCrashes: BackendCrashes;
  readonly crashedFiles: CrashedFiles;
  /** The engine has proved to work. */
  readonly onSuccess: () => void;
}): Embedder {
  const { start, calls, backendCrashes, crashedFiles } = parts;
  let status: EmbedderStatus = { loaded: null, openCalls: 0 };
  const listeners = new Set<(status: EmbedderStatus) => void>();
  const update = (change: Partial<EmbedderStatus>) => {
    status = { ...status, ...change };
    for (const listener of listeners) listener(status);
  };

  /** One try, by one process. */
  const attempt = async (input: EmbedInput): Promise<Result<EmbedResult, EngineError>> => {
    const { modelPath, texts, kind, signal, onProgress } = input;
    const started = await start(signal);
    if (!started.ok) return started;
    return calls.call({
      call: {
        ...{ kind: 'embed', modelPath, texts: [...texts], textKind: kind ?? null },
        ...{
          gpu: input.gpu ?? 'auto',
          excludedBackends: [...backendCrashes.excluded, ...(input.forbiddenBackends ?? [])],
        },
      },
      result: resultSchemas.embed,
      signal,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  };

  const embed = async (input: EmbedInput): Promise<Result<Embeddings, EngineError>> => {
    const { modelPath, signal } = input;
    const isRetryAsked = input.isRetryAsked ?? false;
    const { result } = await crashedFiles.guard({
      ...{ modelPath, isRetryAsked, signal },
      attempt: () => attempt(input),
    });
    if (!result.ok) return result;
    parts.onSuccess();
    return ok(unpack(modelPath, result.value));
  };

  return {
    get status() {
      return status;
    },
    async embed(input) {
      update({ openCalls: status.openCalls + 1 });
      try {
        return await embed(input);
      } finally {
        update({ openCalls: status.openCalls - 1 });
      }
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    noteLoaded(loaded) {
      if (loaded !== null || status.loaded !== null) update({ loaded });
    },
  };
}

function unpack(modelPath: string, embedded: EmbedResult): Embeddings {
  const { dimension, largestPartTokens, vectors } = embedded;
  let position = 0;
  const results = embedded.results.map((result) => {
    if (!result.ok) return result;
    const { tokens, parts } = result;
    // A copy, so that who keeps one vector does not keep all of them.
    const vector = vectors.slice(position, position + dimension);
    position += dimension;
    return ok({ vector, tokens, parts });
  });
  return { modelPath, dimension, largestPartTokens, results };
}
