import type { ModelFile } from '../modelFile.ts';

const floatBytes = 4;
/** Activations of a token, as a multiple of its embedding: attention, the feed-forward layer (mostly four times as wide), norms. */
const activationsPerWidth = 16;
/** Attention weights between all pairs of tokens, in heads of at least this width. */
const headWidth = 32;
const marginRatio = 0.05;

/** Bytes of the weights in memory. */
export function encoderWeightsBytes(file: ModelFile): number {
  return Math.ceil(file.fileBytes * (1 + marginRatio));
}

/** Bytes of one context that reads up to `tokens` tokens at once: keys and values, and the buffers of so large a batch. */
export function encoderContextBytes(file: ModelFile, tokens: number): number {
  const heads = Math.max(1, file.embeddingWidth / headWidth);
  const activationBytes = tokens * file.embeddingWidth * floatBytes * activationsPerWidth;
  const attentionBytes = tokens * tokens * heads * floatBytes;
  return Math.ceil((tokens * file.cacheBytesPerToken + activationBytes + attentionBytes) * (1 + marginRatio));
}
