import type { ModelFile } from './modelFile.ts';

/** Tokens a chat needs at least to be of any use. */
export const minimalContextTokens = 512;
/** The most that background work gets, so that it leaves the memory to the chat. */
const largestBackgroundTokens = 4096;
/** People go back and forth between a few conversations. */
const largestLiveChats = 4;
/** Of what is left, conversations that only might go on get this part: the rest is for other programs. */
const spareRatioForChats = 0.5;
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

function batchBytes(file: ModelFile): number {
  const outputBytes = batchTokens * file.vocabularySize * floatBytes;
  return outputBytes + batchTokens * file.embeddingWidth * floatBytes * activationsPerEmbedding;
}

/** Bytes of one more context beside the first, with its own buffers of a batch. */
export function furtherContextBytes(file: ModelFile, contextTokens: number): number {
  return contextBytes(file, contextTokens) + Math.ceil(batchBytes(file) * (1 + marginRatio));
}

/** How many conversations may stay in memory, each in a context of this size; the one in use is among them. */
export function liveChats(input: {
  readonly file: ModelFile;
  readonly contextTokens: number;
  readonly availableBytes: number;
}): number {
  const { file, contextTokens, availableBytes } = input;
  const neededBytes =
    weightsBytes(file) +
    contextBytes(file, contextTokens) +
    furtherContextBytes(file, backgroundTokens(contextTokens));
  const spareBytes = Math.max(0, availableBytes - neededBytes) * spareRatioForChats;
  const further = Math.floor(spareBytes / furtherContextBytes(file, contextTokens));
  return Math.min(largestLiveChats, 1 + further);
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
