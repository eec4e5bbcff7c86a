import { existsSync } from 'node:fs';
import { type MetadataValue, type Tensor, writeGguf } from './gguf.ts';
import { layerTensors, onesTensor, writeLlamaModel } from './llamaModel.ts';
import { randomBlocks } from './randomBlocks.ts';
import { sampleText } from './sampleText.ts';
import { makeVocabulary } from './vocabulary.ts';

export interface EncoderShape {
  readonly name: string;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly feedForwardWidth: number;
  readonly contextTokens: number;
  readonly vocabularySize: number;
}

/** Encoders of BERT's architecture with mean pooling. */
export const embeddingShapes = {
  tiny: {
    name: 'Random tiny embedder',
    layers: 2,
    width: 64,
    heads: 4,
    feedForwardWidth: 128,
    contextTokens: 64,
    vocabularySize: 2048,
  },
  /** https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/blob/main/config.json */
  minilm: {
    name: 'Random MiniLM L6 shape',
    layers: 6,
    width: 384,
    heads: 12,
    feedForwardWidth: 1536,
    contextTokens: 512,
    vocabularySize: 30_522,
  },
} as const satisfies Readonly<Record<string, EncoderShape>>;
export type EmbeddingShapeName = keyof typeof embeddingShapes;

export const pooling = { mean: 1, last: 3, rank: 4 } as const;
const normalToken = 1;
const unknownToken = 2;
const controlToken = 3;
const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
/** The blocks start elsewhere in each tensor, so that no two are the same. */
const skippedBlocks = 7 * 34;

/** Writes an encoder with random weights at Q8_0. An existing file is kept. @returns the path. */
export function makeEmbeddingModel(input: {
  readonly path: string;
  readonly shape: EmbeddingShapeName;
  /** Mean where it is absent; 'rank' makes a model that judges pairs of texts. */
  readonly pooling?: keyof typeof pooling;
}): string {
  if (existsSync(input.path)) return input.path;
  const shape = embeddingShapes[input.shape];
  const tokens = wordPieces(shape.vocabularySize);
  const blocks = randomBlocks('q8_0', 1 / Math.sqrt(shape.width));
  const tensors = encoderTensors(shape, tokens.length).map((weight, index): Tensor => {
    if (weight.name.endsWith('norm.weight')) return onesTensor(weight.name, shape.width);
    if (weight.name.endsWith('.bias')) return { ...weight, type: 'f32', bytes: null };
    // llama.cpp adds these to the words as they are, so that they may not be quantised.
    if (/^(position_embd|token_types)\./.test(weight.name)) return wavesTensor(weight);
    const skipped = index * skippedBlocks;
    return { ...weight, type: 'q8_0', bytes: (start, length) => blocks.read(start + skipped, length) };
  });
  const poolingType = pooling[input.pooling ?? 'mean'];
  writeGguf(input.path, { metadata: encoderMetadata({ shape, tokens, poolingType }), tensors });
  return input.path;
}

/** Writes a small decoder that pools the last token, as Qwen's embedding models do. @returns the path. */
export function makeEmbeddingDecoder(path: string): string {
  const shape = {
    name: 'Random embedding decoder',
    layers: 2,
    width: 64,
    heads: 4,
    keyValueHeads: 2,
    feedForwardWidth: 128,
    contextTokens: 4096,
    ropeBase: 10_000,
  };
  const vocabulary = makeVocabulary({ words: [] });
  const blocks = randomBlocks('q8_0', 1 / Math.sqrt(shape.width));
  const weights = [
    { name: 'token_embd.weight', shape: [shape.width, vocabulary.tokens.length] },
    ...layerTensors(shape),
    { name: 'output_norm.weight', shape: [shape.width] },
  ];
  writeLlamaModel({
    ...{ path, shape, vocabulary },
    tensors: weights.map((weight, index): Tensor => {
      if (weight.name.endsWith('norm.weight')) return onesTensor(weight.name, shape.width);
      const skipped = index * skippedBlocks;
      return { ...weight, type: 'q8_0', bytes: (start, length) => blocks.read(start + skipped, length) };
    }),
    metadata: {
      'llama.pooling_type': { type: 'uint32', value: pooling.last },
      'tokenizer.ggml.add_eos_token': { type: 'bool', value: true },
    },
  });
  return path;
}

function wavesTensor({ name, shape }: { readonly name: string; readonly shape: readonly number[] }): Tensor {
  const length = shape.reduce((product, count) => product * count, 1);
  const values = Float32Array.from({ length }, (_, index) => Math.sin(index * index) / 20);
  const bytes = new Uint8Array(values.buffer);
  return { name, shape, type: 'f32', bytes: (start, count) => bytes.subarray(start, start + count) };
}

export function encoderMetadata(input: {
  readonly shape: EncoderShape;
  readonly tokens: readonly string[];
  readonly poolingType: number;
}): Record<string, MetadataValue> {
  const { shape, tokens, poolingType } = input;
  const number = (value: number) => ({ type: 'uint32', value }) as const;
  const special = (token: string) => number(specials.indexOf(token));
  return {
    'general.architecture': { type: 'string', value: 'bert' },
    'general.name': { type: 'string', value: shape.name },
    'general.file_type': number(7),
    'bert.block_count': number(shape.layers),
    'bert.context_length': number(shape.contextTokens),
    'bert.embedding_length': number(shape.width),
    'bert.feed_forward_length': number(shape.feedForwardWidth),
    'bert.attention.head_count': number(shape.heads),
    'bert.attention.layer_norm_epsilon': { type: 'float32', value: 1e-12 },
    'bert.attention.causal': { type: 'bool', value: false },
    'bert.pooling_type': number(poolingType),
    'tokenizer.ggml.model': { type: 'string', value: 'bert' },
    'tokenizer.ggml.token_type_count': number(2),
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.token_type': {
      type: 'int32s',
      value: tokens.map((token) => {
        if (token === '[UNK]') return unknownToken;
        return specials.includes(token) ? controlToken : normalToken;
      }),
    },
    'tokenizer.ggml.bos_token_id': special('[CLS]'),
    'tokenizer.ggml.cls_token_id': special('[CLS]'),
    'tokenizer.ggml.eos_token_id': special('[SEP]'),
    'tokenizer.ggml.seperator_token_id': special('[SEP]'),
    'tokenizer.ggml.padding_token_id': special('[PAD]'),
    'tokenizer.ggml.unknown_token_id': special('[UNK]'),
    'tokenizer.ggml.mask_token_id': special('[MASK]'),
  };
}

/** As llama.cpp has WordPiece: what begins a word is marked, what goes on with it is not. @param more words it has besides. */
export function wordPieces(count: number, more: readonly string[] = []): string[] {
  const wordStart = '\u2581';
  const words =
    sampleText
      .toLowerCase()
      .normalize('NFD')
      .match(/\p{L}+|\p{N}+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
  const characters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  const known = new Set([
    ...specials,
    ...characters.flatMap((character) => [wordStart + character, character]),
    ...[...more, ...words].map((word) => wordStart + word),
  ]);
  for (let index = 0; known.size < count; index += 1) known.add(`${wordStart}w${index}`);
  return [...known].slice(0, count);
}

export function encoderTensors(shape: EncoderShape, vocabularySize: number) {
  const { width, feedForwardWidth } = shape;
  const withBias = (name: string, rows: readonly number[]) => [
    { name: `${name}.weight`, shape: rows },
    { name: `${name}.bias`, shape: rows.slice(-1) },
  ];
  const layers = Array.from({ length: shape.layers }, (_, layer) => [
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((name) =>
      withBias(`blk.${layer}.${name}`, [width, width]),
    ),
    ...withBias(`blk.${layer}.attn_output_norm`, [width]),
    ...withBias(`blk.${layer}.ffn_up`, [width, feedForwardWidth]),
    ...withBias(`blk.${layer}.ffn_down`, [feedForwardWidth, width]),
    ...withBias(`blk.${layer}.layer_output_norm`, [width]),
  ]).flat();
  return [
    { name: 'token_embd.weight', shape: [width, vocabularySize] },
    { name: 'token_types.weight', shape: [width, 2] },
    { name: 'position_embd.weight', shape: [width, shape.contextTokens] },
    ...withBias('token_embd_norm', [width]),
    ...layers,
  ];
}
