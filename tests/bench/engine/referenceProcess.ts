import { cpus } from 'node:os';
import {
  getLlama,
  type Llama,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp';
import { type LoadedReference, type ReferenceCall, referenceCallSchema } from './referenceMessages.ts';

/** Entry of a process that uses node-llama-cpp with nothing around it: the bare evaluation loop, one token after the other. */

interface Loaded {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly contextTokens: number;
  readonly defaultThreads: number;
}

const sampling = { temperature: 0.7, topK: 40, topP: 0.95 } as const;
let loaded: Loaded | null = null;

process.on('disconnect', () => process.exit(0));
process.on('message', (raw) => {
  void answer(referenceCallSchema.parse(raw)).then((result) => process.send?.(result));
});

async function answer(call: ReferenceCall): Promise<LoadedReference | number> {
  if (call.kind === 'load') return load(call);
  if (loaded === null) throw new Error('nothing is loaded');
  const { llama, sequence } = loaded;
  await sequence.clearHistory();
  switch (call.kind) {
    case 'decode':
      return decode(loaded, call);
    case 'prefill': {
      const prompt = promptOf(loaded, call.tokens);
      llama.maxThreads = call.threads;
      const startMs = performance.now();
      await sequence.evaluateWithoutGeneratingNewTokens(prompt);
      return (call.tokens * 1000) / (performance.now() - startMs);
    }
    case 'embed':
      return embed(loaded, call);
    case 'firstToken': {
      const startMs = performance.now();
      // Making tokens of the text belongs to it: ours does so as well.
      const prompt = promptOf(loaded, call.tokens);
      llama.maxThreads = call.prefillThreads;
      await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1));
      llama.maxThreads = call.decodeThreads;
      const answer = sequence.evaluate(prompt.slice(-1), sampling);
      await answer.next();
      const tookMs = performance.now() - startMs;
      await answer.return();
      return tookMs;
    }
  }
}

async function load(call: Extract<ReferenceCall, { kind: 'load' }>): Promise<LoadedReference> {
  await loaded?.llama.dispose();
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: LlamaLogLevel.disabled,
  });
  const defaultThreads = llama.maxThreads;
  const model = await llama.loadModel({ modelPath: call.modelPath });
  llama.maxThreads = Math.max(defaultThreads, llama.cpuMathCores);
  const context = await model.createContext({ contextSize: call.contextTokens, threads: llama.maxThreads });
  const { contextTokens } = call;
  loaded = { llama, model, sequence: context.getSequence(), contextTokens, defaultThreads };
  return { cores: llama.cpuMathCores, defaultThreads, cpu: cpus()[0]?.model ?? 'unknown' };
}

async function embed(
  { llama, model, contextTokens, defaultThreads }: Loaded,
  { threads, tokens, longestMs }: Extract<ReferenceCall, { kind: 'embed' }>,
): Promise<number> {
  llama.maxThreads = threads ?? defaultThreads;
  const size = contextTokens + 1;
  const options = threads === null ? {} : { threads, contextSize: size, batchSize: size };
  const context = await model.createEmbeddingContext(options);
  // The first text also starts the threads; it is short, since the defaults can be very slow.
  await context.getEmbeddingFor(promptOf({ model }, 8));
  const startMs = performance.now();
  let done = 0;
  while (performance.now() - startMs < longestMs) {
    await context.getEmbeddingFor(promptOf({ model }, tokens));
    done += 1;
  }
  const perSecond = (done * 1000) / (performance.now() - startMs);
  await context.dispose();
  return perSecond;
}

async function decode(
  { llama, model, sequence }: Loaded,
  { threads, promptTokens, tokens, longestMs }: Extract<ReferenceCall, { kind: 'decode' }>,
): Promise<number> {
  const prompt = promptOf({ model }, promptTokens);
  // The prompt is not what is measured: one thread reads it, however many then write.
  llama.maxThreads = 1;
  await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1));
  llama.maxThreads = threads;
  let done = 0;
  let firstMs = 0;
  let lastMs = 0;
  for await (const _ of sequence.evaluate(prompt.slice(-1), { ...sampling, yieldEogToken: true })) {
    lastMs = performance.now();
    if (done === 0) firstMs = lastMs;
    done += 1;
    if (done > tokens || (done > 1 && lastMs - firstMs > longestMs)) break;
  }
  return ((done - 1) * 1000) / (lastMs - firstMs);
}

function promptOf({ model }: Pick<Loaded, 'model'>, tokens: number): Token[] {
  const words = ' the of and to in that was for with on';
  const start = `${Math.random()} `;
  const some = model.tokenize(start + words.repeat(Math.ceil(tokens / 10)));
  return some.slice(0, tokens);
}
