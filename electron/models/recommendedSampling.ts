import type { RecommendedSampling } from '../engine/modelProvider.ts';

interface Family {
  /** Matched against the model's name, its file's name and its architecture, in that order, in lower case. */
  readonly pattern: RegExp;
  readonly sampling: Omit<RecommendedSampling, 'repeatPenalty' | 'isTemperatureFirm'> &
    Partial<RecommendedSampling>;
}

/** Where the makers say nothing. */
const usual: RecommendedSampling = {
  temperature: 0.7,
  topP: 0.95,
  minP: 0.05,
  repeatPenalty: 1.1,
  isTemperatureFirm: false,
};

/** A reasoning model repeats itself without end when it always takes the likeliest word. */
const reasoning = { temperature: 0.6, topP: 0.95, minP: 0, isTemperatureFirm: true } as const;

/** The first that fits counts: single models before families, families before architectures. */
const families: readonly Family[] = [
  // https://huggingface.co/deepseek-ai/DeepSeek-R1-Distill-Qwen-7B, "Usage Recommendations"
  { pattern: /deepseek[-_ ]?r1/, sampling: reasoning },
  // https://huggingface.co/Qwen/QwQ-32B, "Usage Guidelines"
  { pattern: /\bqwq\b/, sampling: { ...reasoning, topK: 40 } },
  // https://huggingface.co/Qwen/Qwen3-4B-Instruct-2507 and Qwen3-Coder-30B-A3B-Instruct, "Best Practices"
  {
    pattern: /qwen3-coder/,
    sampling: { temperature: 0.7, topK: 20, topP: 0.8, minP: 0, repeatPenalty: 1.05 },
  },
  { pattern: /qwen3.*instruct/, sampling: { temperature: 0.7, topK: 20, topP: 0.8, minP: 0 } },
  // https://huggingface.co/Qwen/Qwen3-8B, "Best Practices", for its thinking mode
  { pattern: /qwen[-_ ]?3/, sampling: { ...reasoning, topK: 20 } },
  // https://huggingface.co/Qwen/Qwen2.5-7B-Instruct/blob/main/generation_config.json
  { pattern: /qwen[-_ ]?2/, sampling: { temperature: 0.7, topK: 20, topP: 0.8, repeatPenalty: 1.05 } },
  // https://huggingface.co/google/gemma-3-4b-it/blob/main/generation_config.json
  { pattern: /gemma/, sampling: { temperature: 1, topK: 64, topP: 0.95, minP: 0 } },
  // https://huggingface.co/HuggingFaceTB/SmolLM3-3B, "How to use"
  { pattern: /smollm-?3/, sampling: { ...reasoning, topK: 0 } },
  // https://huggingface.co/HuggingFaceTB/SmolLM2-1.7B-Instruct, "How to use"
  { pattern: /smollm/, sampling: { temperature: 0.2, topP: 0.9 } },
  // https://huggingface.co/mistralai/Magistral-Small-2506, "Sampling parameters"
  { pattern: /magistral/, sampling: { ...reasoning, temperature: 0.7 } },
  // https://huggingface.co/mistralai/Mistral-Small-3.2-24B-Instruct-2506 and Devstral-Small-2507, "Usage"
  { pattern: /mistral-small|devstral/, sampling: { temperature: 0.15 } },
  // https://huggingface.co/mistralai/Mistral-Nemo-Instruct-2407, last tip
  { pattern: /mistral-nemo/, sampling: { temperature: 0.3 } },
  { pattern: /mistral|mixtral/, sampling: { temperature: 0.7 } },
  // https://huggingface.co/microsoft/Phi-4-reasoning and Phi-4-mini-reasoning, "Inference Parameters"
  { pattern: /phi-4.*reasoning/, sampling: { ...reasoning, temperature: 0.8, topK: 50 } },
  // https://huggingface.co/LiquidAI/LFM2-1.2B, "Generation parameters"
  { pattern: /lfm2/, sampling: { temperature: 0.3, minP: 0.15, repeatPenalty: 1.05 } },
  // https://github.com/openai/gpt-oss, "Recommended Sampling Parameters"
  { pattern: /gpt-oss/, sampling: { ...reasoning, temperature: 1, topK: 0, topP: 1 } },
  // https://huggingface.co/meta-llama/Llama-3.2-3B-Instruct/blob/main/generation_config.json
  { pattern: /llama[-_ ]?[34]/, sampling: { temperature: 0.6, topP: 0.9 } },
];

/** How a model's makers say it writes best. A name says more than an architecture: many share Llama's. */
export function recommendedSampling(model: {
  readonly name: string;
  readonly fileName: string;
  readonly architecture: string;
}): RecommendedSampling {
  const names = [model.name, model.fileName, model.architecture].map((name) =>
    name.toLowerCase().replaceAll(/[ _]/g, '-'),
  );
  for (const name of names) {
    const family = families.find(({ pattern }) => pattern.test(name));
    if (family) return { repeatPenalty: null, isTemperatureFirm: false, ...family.sampling };
  }
  return usual;
}
