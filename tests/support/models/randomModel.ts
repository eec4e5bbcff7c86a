import { existsSync } from 'node:fs';
import type { Tensor } from './gguf.ts';
import { type LlamaShape, layerTensors, onesTensor, writeLlamaModel } from './llamaModel.ts';
import { makeVocabulary, spell, withExtraTokens } from './vocabulary.ts';

/** Shapes of published models, and a tiny one. Speed and memory depend on the shape, not on the weights' values. */
export const randomShapes = {
  tiny: {
    name: 'Random tiny',
    layers: 2,
    width: 64,
    heads: 4,
    keyValueHeads: 2,
    feedForwardWidth: 128,
    contextTokens: 4096,
    ropeBase: 10_000,
    vocabularySize: 2048,
  },
  /** https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct/blob/main/config.json */
  smollm2: {
    name: 'Random SmolLM2 135M shape',
    layers: 30,
    width: 576,
    heads: 9,
    keyValueHeads: 3,
    feedForwardWidth: 1536,
    contextTokens: 8192,
    ropeBase: 100_000,
    vocabularySize: 49_152,
  },
} as const;
export type RandomShapeName = keyof typeof randomShapes;

const q8BlockBytes = 34;
const q8BlockElements = 32;

/** Writes a model with random weights in Q8_0. An existing file is kept. @returns the path. */
export function makeRandomModel(input: { readonly path: string; readonly shape: RandomShapeName }): string {
  if (existsSync(input.path)) return input.path;
  const { vocabularySize, ...shape } = randomShapes[input.shape];
  const learned = makeVocabulary({ words: [] });
  const vocabulary = withExtraTokens(
    learned,
    Array.from({ length: vocabularySize - learned.tokens.length }, (_, index) => spell(` w${index}`)),
  );
  const blocks = randomBlocks(shape);
  const weights = [
    { name: 'token_embd.weight', shape: [shape.width, vocabulary.tokens.length] },
    ...layerTensors(shape),
  ];
  const tensors = weights.map((tensor, index): Tensor => {
    if (tensor.name.endsWith('norm.weight')) return onesTensor(tensor.name, shape.width);
    // Each tensor starts at another block, so that no two are the same.
    return {
      ...tensor,
      type: 'q8_0',
      bytes: (start, length) => blocks.read(start + index * 7 * q8BlockBytes, length),
    };
  });
  writeLlamaModel({
    path: input.path,
    shape,
    vocabulary,
    tensors: [...tensors, onesTensor('output_norm.weight', shape.width)],
    metadata: { 'general.file_type': { type: 'uint32', value: 7 } },
  });
  return input.path;
}

/** Random Q8_0 blocks, repeated without end. */
function randomBlocks(shape: LlamaShape) {
  const count = 65_537;
  const bytes = new Uint8Array(count * q8BlockBytes);
  let state = 0x2545f491;
  for (let block = 0; block < count; block += 1) {
    const offset = block * q8BlockBytes;
    bytes.set(halfScale(shape.width), offset);
    for (let element = 2; element < q8BlockElements + 2; element += 1) {
      // xorshift32, https://www.jstatsoft.org/v08/i14
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[offset + element] = state & 0xff;
    }
  }
  return {
    read(start: number, length: number): Uint8Array {
      const result = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const from = (start + done) % bytes.length;
        const part = bytes.subarray(from, Math.min(bytes.length, from + length - done));
        result.set(part, done);
        done += part.length;
      }
      return result;
    },
  };
}

/** The half-precision scale that gives the weights a standard deviation of 1/√width, so that nothing overflows. */
function halfScale(width: number): Uint8Array {
  const int8Deviation = 74;
  const scale = 1 / (Math.sqrt(width) * int8Deviation);
  const exponent = Math.floor(Math.log2(scale));
  const mantissa = Math.round((scale / 2 ** exponent - 1) * 1024);
  const half = ((exponent + 15) << 10) | mantissa;
  return Uint8Array.of(half & 0xff, half >>> 8);
}
