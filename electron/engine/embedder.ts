import type { EngineError } from '../../shared/contract/models.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { BackendCrashes } from './backendCrashes.ts';
import type { OpenCalls } from './calls.ts';
import type { CrashedFiles } from './crashedFiles.ts';
import type { Embeddings, EmbedInput } from './engine.ts';
import { type EmbedResult, resultSchemas } from './protocol.ts';

/** Has texts embedded by the engine process, which loads the model for it. */
export function createEmbedder(parts: {
  readonly start: (signal: AbortSignal) => Promise<Result<null, EngineError>>;
  readonly calls: OpenCalls;
  readonly backendCrashes: BackendCrashes;
  readonly crashedFiles: CrashedFiles;
  /** The engine has proved to work. */
  readonly onSuccess: () => void;
}): (input: EmbedInput) => Promise<Result<Embeddings, EngineError>> {
  const { start, calls, backendCrashes, crashedFiles } = parts;

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

  return async (input) => {
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
