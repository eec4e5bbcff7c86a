import type { LlamaShape } from './llamaModel.ts';

/** A model to be filled with random weights. */
export interface RandomShape extends LlamaShape {
  readonly vocabularySize: number;
  readonly quantisation: 'Q8_0' | 'Q4_K_M';
  /** Whether the output matrix is the embeddings' as well. */
  readonly isOutputTied: boolean;
}

/**
 * Shapes of published models, and a tiny one. Speed and memory depend on the shape, not on the weights' values.
 * Models trained for 2,048 tokens claim 8,192 here, so that all can be given the same long prompts.
 */
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
    quantisation: 'Q8_0',
    isOutputTied: true,
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
    quantisation: 'Q8_0',
    isOutputTied: true,
  },
  /** https://arxiv.org/abs/2402.14905, table 9. Its width does not divide into the blocks of Q4_K. */
  mobilellm: {
    name: 'Random MobileLLM 350M shape',
    layers: 32,
    width: 960,
    heads: 15,
    keyValueHeads: 5,
    feedForwardWidth: 2560,
    contextTokens: 8192,
    ropeBase: 10_000,
    vocabularySize: 32_000,
    quantisation: 'Q8_0',
    isOutputTied: true,
  },
  /** https://huggingface.co/TinyLlama/TinyLlama-1.1B-Chat-v1.0/blob/main/config.json */
  tinyllama: {
    name: 'Random TinyLlama 1.1B shape',
    layers: 22,
    width: 2048,
    heads: 32,
    keyValueHeads: 4,
    feedForwardWidth: 5632,
    contextTokens: 8192,
    ropeBase: 10_000,
    vocabularySize: 32_000,
    quantisation: 'Q4_K_M',
    isOutputTied: false,
  },
  /** https://huggingface.co/meta-llama/Llama-3.2-1B-Instruct/blob/main/config.json */
  'llama3.2-1b': {
    name: 'Random Llama 3.2 1B shape',
    layers: 16,
    width: 2048,
    heads: 32,
    keyValueHeads: 8,
    feedForwardWidth: 8192,
    contextTokens: 131_072,
    ropeBase: 500_000,
    vocabularySize: 128_256,
    quantisation: 'Q4_K_M',
    isOutputTied: true,
  },
  /** https://huggingface.co/meta-llama/Llama-3.2-3B-Instruct/blob/main/config.json */
  'llama3.2-3b': {
    name: 'Random Llama 3.2 3B shape',
    layers: 28,
    width: 3072,
    heads: 24,
    keyValueHeads: 8,
    feedForwardWidth: 8192,
    contextTokens: 131_072,
    ropeBase: 500_000,
    vocabularySize: 128_256,
    quantisation: 'Q4_K_M',
    isOutputTied: true,
  },
  /** https://huggingface.co/google/gemma-2-2b-it/blob/main/config.json */
  'gemma2-2b': {
    name: 'Random Gemma 2 2B shape',
    architecture: 'gemma2',
    layers: 26,
    width: 2304,
    heads: 8,
    keyValueHeads: 4,
    headWidth: 256,
    feedForwardWidth: 9216,
    contextTokens: 8192,
    ropeBase: 10_000,
    vocabularySize: 256_000,
    quantisation: 'Q4_K_M',
    isOutputTied: true,
  },
  /** https://huggingface.co/microsoft/Phi-3-mini-4k-instruct/blob/main/config.json */
  'phi3-mini': {
    // Not "Phi-3": by that name llama.cpp looks for tokens of the published vocabulary, and fails.
    name: 'Random Phi 3 mini shape',
    architecture: 'phi3',
    layers: 32,
    width: 3072,
    heads: 32,
    keyValueHeads: 32,
    feedForwardWidth: 8192,
    contextTokens: 8192,
    ropeBase: 10_000,
    vocabularySize: 32_064,
    quantisation: 'Q4_K_M',
    isOutputTied: false,
  },
  /** https://huggingface.co/mistralai/Mistral-7B-Instruct-v0.3/blob/main/config.json */
  'mistral-7b': {
    name: 'Random Mistral 7B shape',
    layers: 32,
    width: 4096,
    heads: 32,
    keyValueHeads: 8,
    feedForwardWidth: 14_336,
    contextTokens: 32_768,
    ropeBase: 1_000_000,
    vocabularySize: 32_768,
    quantisation: 'Q4_K_M',
    isOutputTied: false,
  },
} as const satisfies Readonly<Record<string, RandomShape>>;
export type RandomShapeName = keyof typeof randomShapes;

export function isRandomShapeName(name: string): name is RandomShapeName {
  return Object.hasOwn(randomShapes, name);
}
