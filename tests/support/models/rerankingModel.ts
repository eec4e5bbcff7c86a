import { existsSync } from 'node:fs';
import { type EncoderShape, encoderMetadata, encoderTensors, pooling, wordPieces } from './embeddingModel.ts';
import { type Tensor, writeGguf } from './gguf.ts';
import { onesTensor } from './llamaModel.ts';

const shape = {
  name: 'Scripted reranker',
  layers: 1,
  width: 64,
  heads: 4,
  feedForwardWidth: 64,
  vocabularySize: 2048,
} as const;
const liking = 40;

/**
 * Writes a cross-encoder of BERT's architecture with a rank head that likes one word: of two passages, the one of
 * which this word is a greater part has the higher score. An existing file is kept. @returns the path.
 */
export function makeRerankingModel(input: {
  readonly path: string;
  /** In small letters. */
  readonly likes: string;
  readonly contextTokens?: number;
}): string {
  if (existsSync(input.path)) return input.path;
  const encoder: EncoderShape = { ...shape, contextTokens: input.contextTokens ?? 128 };
  const tokens = wordPieces(shape.vocabularySize, [input.likes]);
  const liked = tokens.indexOf(`\u2581${input.likes}`);
  const { width } = shape;
  const tensors = encoderTensors(encoder, tokens.length).map((weight): Tensor => {
    if (weight.name.endsWith('norm.weight')) return onesTensor(weight.name, width);
    if (weight.name === 'token_embd.weight') {
      return filled(weight, (place) => embeddingValue(Math.floor(place / width) === liked, place % width));
    }
    // Every token looks at all others alike, and takes over the mean of what they are.
    if (/attn_(v|output)\.weight$/.test(weight.name)) return filled(weight, identity);
    return { ...weight, type: 'f32', bytes: null };
  });
  const head: Tensor[] = [
    filled({ name: 'cls.weight', shape: [width, width] }, identity),
    filled({ name: 'cls.bias', shape: [width] }, () => 0),
    filled({ name: 'cls.output.weight', shape: [width, 1] }, (place) => (place === 0 ? liking : 0)),
    filled({ name: 'cls.output.bias', shape: [1] }, () => 0),
  ];
  const metadata = encoderMetadata({ shape: encoder, tokens, poolingType: pooling.rank });
  writeGguf(input.path, { metadata, tensors: [...tensors, ...head] });
  return input.path;
}

/** The liked word lies in the first direction, all others in one across it. */
function embeddingValue(isLiked: boolean, direction: number): number {
  if (direction === (isLiked ? 0 : 1)) return 1;
  return 0;
}

function identity(place: number): number {
  return place % (shape.width + 1) === 0 ? 1 : 0;
}

function filled(
  { name, shape: rows }: { readonly name: string; readonly shape: readonly number[] },
  value: (place: number) => number,
): Tensor {
  const length = rows.reduce((product, count) => product * count, 1);
  const bytes = new Uint8Array(Float32Array.from({ length }, (_, place) => value(place)).buffer);
  return { name, shape: rows, type: 'f32', bytes: (start, count) => bytes.subarray(start, start + count) };
}
