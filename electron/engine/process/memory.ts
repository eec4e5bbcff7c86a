import type { ModelFile } from './modelFile.ts';

/** Tokens a chat needs at least to be of any use. */
export const minimalContextTokens = 512;
const batchTokens = 512;
const floatBytes = 4;
/** Activations of a batch, as a multiple of its embeddings: attention, both halves of the feed-forward layer, norms. */
const activationsPerEmbedding = 12;
/** Set aside for what the estimate leaves out, and for everything else the person has open. */
const marginRatio = 0.05;

/** Bytes the engine will take for this model, not counting the context: the weights and the buffers of a batch. */
export function weightsBytes(file: ModelFile): number {
  return Math.ceil((file.fileBytes + batchBytes(file)) * (1 + marginRatio));
}

/** The buffers of a batch: activations, and the outputs of each of its tokens. */
export function batchBytes(file: ModelFile): number {
  const outputBytes = batchTokens * file.vocabularySize * floatBytes;
  return outputBytes + batchTokens * file.embeddingWidth * floatBytes * activationsPerEmbedding;
}

/** Bytes of one more context beside the first, with its own buffers of a batch. */
export function furtherContextBytes(file: ModelFile, contextTokens: number): number {
  return contextBytes(file, contextTokens) + Math.ceil(batchBytes(file) * (1 + marginRatio));
}

export function contextBytes(file: ModelFile, contextTokens: number): number {
  return Math.ceil(contextTokens * file.cacheBytesPerToken * (1 + marginRatio));
}
