import { expect, test } from 'vitest';
import { recommendedSampling } from '../../../electron/models/recommendedSampling.ts';

const reasoning = { temperature: 0.6, topP: 0.95, minP: 0, repeatPenalty: null, isTemperatureFirm: true };
const plain = { repeatPenalty: null, isTemperatureFirm: false };

// Catches a family taken for another one: DeepSeek's distills are Qwens and Llamas by architecture and partly by name.
test.each([
  ['Qwen3 8B', 'a.gguf', 'qwen3', { ...reasoning, topK: 20 }],
  ['Qwen3 4B Instruct 2507', 'a.gguf', 'qwen3', { temperature: 0.7, topK: 20, topP: 0.8, minP: 0, ...plain }],
  ['DeepSeek R1 Distill Qwen 7B', 'a.gguf', 'qwen2', reasoning],
  ['DeepSeek R1 Distill Llama 8B', 'a.gguf', 'llama', reasoning],
  ['Gemma 3 4b It', 'a.gguf', 'gemma3', { temperature: 1, topK: 64, topP: 0.95, minP: 0, ...plain }],
  ['Llama 3.2 1B Instruct', 'a.gguf', 'llama', { temperature: 0.6, topP: 0.9, ...plain }],
  ['SmolLM2 135M', 'a.gguf', 'llama', { temperature: 0.2, topP: 0.9, ...plain }],
  ['Mistral Nemo Instruct 2407', 'a.gguf', 'llama', { temperature: 0.3, ...plain }],
  ['Phi 4 mini reasoning', 'a.gguf', 'phi3', { ...reasoning, temperature: 0.8, topK: 50 }],
])('%s gets what its makers recommend', (name, fileName, architecture, expected) => {
  expect(recommendedSampling({ name, fileName, architecture })).toEqual(expected);
});

test('a file name or the architecture tells the family where the model has no telling name', () => {
  const gemma = recommendedSampling({ name: 'Gemma 3', fileName: '', architecture: 'gemma3' });
  expect(recommendedSampling({ name: 'model', fileName: 'gemma_3-it.gguf', architecture: 'llama' })).toEqual(
    gemma,
  );
  expect(recommendedSampling({ name: 'model', fileName: 'b.gguf', architecture: 'gemma3' })).toEqual(gemma);
});

test('an unknown model gets cautious values', () => {
  expect(recommendedSampling({ name: 'TinyLlama', fileName: 't.gguf', architecture: 'llama' })).toEqual({
    temperature: 0.7,
    topP: 0.95,
    minP: 0.05,
    repeatPenalty: 1.1,
    isTemperatureFirm: false,
  });
});
