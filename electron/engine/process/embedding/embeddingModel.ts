import { basename } from 'node:path';
import type { LlamaEmbeddingContext } from 'node-llama-cpp';
import { type EncoderKind, type EncoderModel, loadEncoder } from '../encoder/encoderModel.ts';
import { framed, frameOf, frameTokens } from './tokenFrame.ts';

export type EmbeddingModel = EncoderModel<LlamaEmbeddingContext>;

const embeddingKind: EncoderKind<LlamaEmbeddingContext> = {
  refusal: ({ facts }, modelPath) =>
    facts.kind === 'embedding' ? null : { code: 'engine.notForEmbedding', fileName: basename(modelPath) },
  makeContext: (model, options) => model.createEmbeddingContext(options),
  trial(model, tokens) {
    const frame = frameOf(model);
    const room = tokens - frameTokens(frame);
    const text = framed(frame, model.tokenize(' a'.repeat(tokens)).slice(0, room));
    return (context) => context.getEmbeddingFor(text);
  },
};

/** Checks the file, loads the model, and finds how many contexts and threads serve it best here. */
export function loadEmbeddingModel(
  input: Parameters<typeof loadEncoder>[0],
): ReturnType<typeof loadEncoder<LlamaEmbeddingContext>> {
  return loadEncoder(input, embeddingKind);
}
