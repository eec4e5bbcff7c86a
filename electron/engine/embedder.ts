import type { EngineError } from '../../shared/contract/models.ts';
import { ok, type Result } from '../../shared/result.ts';
import { createEncoderClient, type EncoderClient, type EncoderParts } from './encoderClient.ts';
import type { Embeddings, EmbedInput } from './engine.ts';
import { type EmbedResult, resultSchemas } from './protocol.ts';

export interface Embedder extends Omit<EncoderClient, 'ask'> {
  embed(input: EmbedInput): Promise<Result<Embeddings, EngineError>>;
}

/** Has texts embedded by the engine process. */
export function createEmbedder(parts: EncoderParts): Embedder {
  const client = createEncoderClient(parts);
  return {
    get status() {
      return client.status;
    },
    async embed(input) {
      const { texts, kind, signal, onProgress } = input;
      const result = await client.ask(input, (place) =>
        parts.calls.call({
          call: { kind: 'embed', ...place, texts: [...texts], textKind: kind ?? null },
          result: resultSchemas.embed,
          signal,
          ...(onProgress === undefined ? {} : { onProgress }),
        }),
      );
      return result.ok ? ok(unpack(input.modelPath, result.value)) : result;
    },
    noteLoaded: client.noteLoaded,
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
