import type { ModelFile } from './modelFile.ts';

/** Tokens a chat needs at least to be of any use. */
export const minimalContextTokens = 512;
/** The most that background work gets, so that it leaves the memory to the chat. */
const largestBackgroundTokens = 4096;
const batchTokens = 512;
const floatBytes = 4;
/** Activations of a batch, as a multiple of its embeddings: attention, both halves of the feed-forward layer, norms. */
const activationsPerEmbedding = 12;
/** Set aside for what the estimate leaves out, and for everything else the person has open. */
const marginRatio = 0.05;

/** Bytes the engine will take for this model, not counting the context: the weights and the buffers of a batch. */
export function weightsBytes(file: ModelFile): number {
  const outputBytes = batchTokens * file.vocabularySize * floatBytes;
  const activationBytes = batchTokens * file.embeddingWidth * floatBytes * activationsPerEmbedding;
  return Math.ceil((file.fileBytes + outputBytes + activationBytes) * (1 + marginRatio));
}

export function contextBytes(file: ModelFile, contextTokens: number): number {
  return Math.ceil(contextTokens * file.cacheBytesPerToken * (1 + marginRatio));
}

/** What background work can use of a context beside a chat's context of this size. */
export function backgroundTokens(chatTokens: number): number {
  return Math.min(chatTokens, largestBackgroundTokens);
}

/** The largest chat context that fits together with the background's, at most `wanted` tokens; null where even the smallest does not. */
export function fitContext(input: {
  readonly file: ModelFile;
  readonly wanted: number;
  readonly availableBytes: number;
}): number | null {
  const { file, wanted, availableBytes } = input;
  const smallest = Math.min(wanted, minimalContextTokens);
  const left = availableBytes - weightsBytes(file);
  if (left < contextBytes(file, smallest)) return null;
  const step = 256;
  const steps = Math.floor(left / Math.max(1, contextBytes(file, step)));
  const fitting = Math.max((steps * step) / 2, steps * step - largestBackgroundTokens);
  return Math.max(smallest, Math.min(wanted, Math.floor(fitting / step) * step));
}
