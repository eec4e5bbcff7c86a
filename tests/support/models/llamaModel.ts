import { type MetadataValue, type Tensor, writeGguf } from './gguf.ts';
import {
  chatMlTemplate,
  isThoughtMark,
  turnEndToken,
  turnStartToken,
  type Vocabulary,
} from './vocabulary.ts';

/** The dimensions of a model of llama architecture, or of one close to it. */
export interface LlamaShape {
  /** 'llama' where it is absent. */
  readonly architecture?: 'llama' | 'gemma2' | 'phi3';
  readonly name: string;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** `width / heads` where it is absent. */
  readonly headWidth?: number;
  readonly feedForwardWidth: number;
  readonly contextTokens: number;
  readonly ropeBase: number;
}

const userDefinedToken = 4;
const controlToken = 3;
const normalToken = 1;

/** Writes a model of this shape's architecture with this vocabulary and ChatML. */
export function writeLlamaModel(input: {
  readonly path: string;
  readonly shape: LlamaShape;
  readonly vocabulary: Vocabulary;
  readonly tensors: readonly Tensor[];
  readonly metadata?: Readonly<Record<string, MetadataValue>>;
}): void {
  const { shape, vocabulary } = input;
  const architecture = shape.architecture ?? 'llama';
  const headWidth = shape.headWidth ?? shape.width / shape.heads;
  writeGguf(input.path, {
    metadata: {
      'general.architecture': { type: 'string', value: architecture },
      'general.name': { type: 'string', value: shape.name },
      [`${architecture}.block_count`]: { type: 'uint32', value: shape.layers },
      [`${architecture}.context_length`]: { type: 'uint32', value: shape.contextTokens },
      [`${architecture}.embedding_length`]: { type: 'uint32', value: shape.width },
      [`${architecture}.feed_forward_length`]: { type: 'uint32', value: shape.feedForwardWidth },
      [`${architecture}.attention.head_count`]: { type: 'uint32', value: shape.heads },
      [`${architecture}.attention.head_count_kv`]: { type: 'uint32', value: shape.keyValueHeads },
      [`${architecture}.attention.layer_norm_rms_epsilon`]: { type: 'float32', value: 1e-5 },
      [`${architecture}.rope.dimension_count`]: { type: 'uint32', value: headWidth },
      [`${architecture}.attention.key_length`]: { type: 'uint32', value: headWidth },
      [`${architecture}.attention.value_length`]: { type: 'uint32', value: headWidth },
      [`${architecture}.rope.freq_base`]: { type: 'float32', value: shape.ropeBase },
      [`${architecture}.vocab_size`]: { type: 'uint32', value: vocabulary.tokens.length },
      'tokenizer.ggml.model': { type: 'string', value: 'gpt2' },
      'tokenizer.ggml.pre': { type: 'string', value: 'gpt-2' },
      'tokenizer.ggml.tokens': { type: 'strings', value: vocabulary.tokens },
      'tokenizer.ggml.token_type': {
        type: 'int32s',
        value: vocabulary.tokens.map((token, id) => {
          if (id < vocabulary.specialTokens) return controlToken;
          return isThoughtMark(token) ? userDefinedToken : normalToken;
        }),
      },
      'tokenizer.ggml.merges': { type: 'strings', value: vocabulary.merges },
      'tokenizer.ggml.bos_token_id': { type: 'uint32', value: tokenId(vocabulary, turnStartToken) },
      'tokenizer.ggml.eos_token_id': { type: 'uint32', value: tokenId(vocabulary, turnEndToken) },
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
      'tokenizer.chat_template': { type: 'string', value: chatMlTemplate },
      ...input.metadata,
    },
    tensors: input.tensors,
  });
}

/** Throws for a token the vocabulary lacks. */
export function tokenId(vocabulary: Vocabulary, token: string): number {
  const id = vocabulary.idOf.get(token);
  if (id === undefined) throw new Error(`the vocabulary has no token ${JSON.stringify(token)}`);
  return id;
}

/** The weights of every layer, in the order llama.cpp's own converter writes them. */
export function layerTensors(
  shape: LlamaShape,
): { readonly name: string; readonly shape: readonly number[] }[] {
  const headWidth = shape.headWidth ?? shape.width / shape.heads;
  const queryWidth = headWidth * shape.heads;
  const keyValueWidth = headWidth * shape.keyValueHeads;
  return Array.from({ length: shape.layers }, (_, layer) => [
    { name: `blk.${layer}.attn_norm.weight`, shape: [shape.width] },
    { name: `blk.${layer}.attn_q.weight`, shape: [shape.width, queryWidth] },
    { name: `blk.${layer}.attn_k.weight`, shape: [shape.width, keyValueWidth] },
    { name: `blk.${layer}.attn_v.weight`, shape: [shape.width, keyValueWidth] },
    { name: `blk.${layer}.attn_output.weight`, shape: [queryWidth, shape.width] },
    { name: `blk.${layer}.ffn_norm.weight`, shape: [shape.width] },
    { name: `blk.${layer}.ffn_gate.weight`, shape: [shape.width, shape.feedForwardWidth] },
    { name: `blk.${layer}.ffn_up.weight`, shape: [shape.width, shape.feedForwardWidth] },
    { name: `blk.${layer}.ffn_down.weight`, shape: [shape.feedForwardWidth, shape.width] },
  ]).flat();
}

/** A norm's weights: all ones. */
export function onesTensor(name: string, length: number): Tensor {
  const bytes = new Uint8Array(new Float32Array(length).fill(1).buffer);
  return {
    name,
    shape: [length],
    type: 'f32',
    bytes: (start, count) => bytes.subarray(start, start + count),
  };
}
