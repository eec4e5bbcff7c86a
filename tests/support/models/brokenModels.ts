import { readFileSync, writeFileSync } from 'node:fs';
import { writeGguf } from './gguf.ts';
import { layerTensors, writeLlamaModel } from './llamaModel.ts';
import { makeVocabulary, withExtraTokens } from './vocabulary.ts';

/** A file with a model's name and none of its content. */
export function makeNotGguf(path: string): string {
  writeFileSync(path, 'PK\u0003\u0004 this is no model file, whatever its name says');
  return path;
}

/** The first part of a good file, as an interrupted download leaves it. */
export function makeTruncated(input: {
  readonly path: string;
  readonly from: string;
  readonly keptRatio: number;
}): string {
  const whole = readFileSync(input.from);
  writeFileSync(input.path, whole.subarray(0, Math.floor(whole.length * input.keptRatio)));
  return input.path;
}

/** A well-formed file of an architecture nobody knows. */
export function makeUnknownArchitecture(path: string): string {
  writeGguf(path, {
    metadata: {
      'general.architecture': { type: 'string', value: 'perceptron1958' },
      'general.name': { type: 'string', value: 'Mark I' },
    },
    tensors: [{ name: 'token_embd.weight', shape: [32], type: 'f32', bytes: null }],
  });
  return path;
}

/** Header of an embedding model; it cannot be loaded. */
export function makeEmbeddingHeader(path: string): string {
  writeGguf(path, {
    metadata: {
      'general.architecture': { type: 'string', value: 'bert' },
      'general.name': { type: 'string', value: 'Small embedder' },
      'general.size_label': { type: 'string', value: '33M' },
      'bert.context_length': { type: 'uint32', value: 512 },
      'bert.pooling_type': { type: 'uint32', value: 2 },
    },
    tensors: [{ name: 'token_embd.weight', shape: [64, 32], type: 'f16', bytes: null }],
  });
  return path;
}

/** A file that ends the process that loads it: llama.cpp asserts that no token occurs twice in the vocabulary. */
export function makeCrashingModel(
  path: string,
  { isEmbedding = false }: { readonly isEmbedding?: boolean } = {},
): string {
  const shape = {
    name: 'Crash',
    layers: 1,
    width: 64,
    heads: 2,
    keyValueHeads: 2,
    feedForwardWidth: 64,
    contextTokens: 512,
    ropeBase: 10_000,
  };
  const vocabulary = withExtraTokens(makeVocabulary({ words: [] }), []);
  const twice = { ...vocabulary, tokens: [...vocabulary.tokens, 'a'] };
  writeLlamaModel({
    path,
    shape,
    vocabulary: twice,
    metadata: isEmbedding ? { 'llama.pooling_type': { type: 'uint32', value: 1 } } : {},
    tensors: [
      { name: 'token_embd.weight', shape: [shape.width, twice.tokens.length] },
      ...layerTensors(shape),
    ].map((tensor) => ({
      ...tensor,
      type: tensor.name.endsWith('norm.weight') ? 'f32' : 'f16',
      bytes: null,
    })),
  });
  return path;
}
