import { existsSync } from 'node:fs';
import type { MetadataValue, Tensor } from './gguf.ts';
import { layerTensors, onesTensor, writeLlamaModel } from './llamaModel.ts';
import { type QuantisedType, randomBlocks } from './randomBlocks.ts';
import { type RandomShape, type RandomShapeName, randomShapes } from './randomShapes.ts';
import { makeVocabulary, spell, withExtraTokens } from './vocabulary.ts';

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Writes a model with random weights, quantised as its published one usually is. An existing file is kept. @returns the path. */
export function makeRandomModel(input: { readonly path: string; readonly shape: RandomShapeName }): string {
  if (existsSync(input.path)) return input.path;
  const shape: RandomShape = randomShapes[input.shape];
  const learned = makeVocabulary({ words: [] });
  const vocabulary = withExtraTokens(
    learned,
    Array.from({ length: shape.vocabularySize - learned.tokens.length }, (_, index) => spell(` w${index}`)),
  );
  // With this deviation nothing grows from layer to layer, so that no value overflows.
  const deviation = 1 / Math.sqrt(shape.width);
  const blocks = new Map(
    typesOf[shape.quantisation].map((type) => [type, randomBlocks(type, deviation)] as const),
  );
  const tensors = weightsOf(shape, vocabulary.tokens.length).map((weight, index): Tensor => {
    if (weight.name.endsWith('norm.weight')) return onesTensor(weight.name, shape.width);
    const type = typeOf(weight, shape);
    // Each tensor starts at another block, so that no two are the same.
    const skipped = index * 7 * blockBytes[type];
    return {
      ...weight,
      type,
      bytes: (start, length) => blocks.get(type)?.read(start + skipped, length) ?? new Uint8Array(length),
    };
  });
  writeLlamaModel({ path: input.path, shape, vocabulary, tensors, metadata: metadataOf(shape) });
  return input.path;
}

const typesOf = { Q8_0: ['q8_0'], Q4_K_M: ['q4_k', 'q6_k'] } as const;
const fileTypes = { Q8_0: 7, Q4_K_M: 15 } as const;
const blockBytes: Readonly<Record<QuantisedType, number>> = { q8_0: 34, q4_k: 144, q6_k: 210 };

/** As llama.cpp's quantiser mixes them (src/llama-quant.cpp): the output matrix and part of the layers get more bits. */
function typeOf({ name }: Weight, shape: RandomShape): QuantisedType {
  if (shape.quantisation === 'Q8_0') return 'q8_0';
  if (name === (shape.isOutputTied ? 'token_embd.weight' : 'output.weight')) return 'q6_k';
  const layer = Number(/^blk\.(\d+)\.(attn_v|attn_qkv|ffn_down)\./.exec(name)?.[1] ?? Number.NaN);
  const eighth = Math.floor(shape.layers / 8);
  const hasMoreBits =
    layer < eighth || layer >= 7 * eighth || (layer >= eighth && (layer - eighth) % 3 === 2);
  return hasMoreBits ? 'q6_k' : 'q4_k';
}

function weightsOf(shape: RandomShape, vocabularySize: number): Weight[] {
  const { width } = shape;
  const output = shape.isOutputTied ? [] : [{ name: 'output.weight', shape: [width, vocabularySize] }];
  return [
    { name: 'token_embd.weight', shape: [width, vocabularySize] },
    ...architectureTensors(shape),
    { name: 'output_norm.weight', shape: [width] },
    ...output,
  ];
}

/** Phi-3 joins matrices that read the same input; Gemma 2 has further norms. */
function architectureTensors(shape: RandomShape): Weight[] {
  const plain = layerTensors(shape);
  if (shape.architecture === 'gemma2') {
    return plain.flatMap((tensor) => {
      const further = /^(blk\.\d+)\.(attn_output|ffn_down)\./.exec(tensor.name);
      if (further === null) return [tensor];
      const norm = further[2] === 'ffn_down' ? 'post_ffw_norm' : 'post_attention_norm';
      return [tensor, { name: `${further[1]}.${norm}.weight`, shape: [shape.width] }];
    });
  }
  if (shape.architecture !== 'phi3') return plain;
  return plain.flatMap((tensor) => {
    if (/\.(attn_k|attn_v|ffn_gate)\./.test(tensor.name)) return [];
    if (tensor.name.includes('.ffn_up.')) {
      return [{ ...tensor, shape: [shape.width, 2 * shape.feedForwardWidth] }];
    }
    if (!tensor.name.includes('.attn_q.')) return [tensor];
    const headWidth = shape.headWidth ?? shape.width / shape.heads;
    const joinedWidth = headWidth * (shape.heads + 2 * shape.keyValueHeads);
    return [{ name: tensor.name.replace('attn_q', 'attn_qkv'), shape: [shape.width, joinedWidth] }];
  });
}

function metadataOf(shape: RandomShape): Record<string, MetadataValue> {
  const fileType = { type: 'uint32', value: fileTypes[shape.quantisation] } as const;
  if (shape.architecture !== 'gemma2') return { 'general.file_type': fileType };
  return {
    'general.file_type': fileType,
    'gemma2.attn_logit_softcapping': { type: 'float32', value: 50 },
    'gemma2.final_logit_softcapping': { type: 'float32', value: 30 },
    'gemma2.attention.sliding_window': { type: 'uint32', value: 4096 },
  };
}
