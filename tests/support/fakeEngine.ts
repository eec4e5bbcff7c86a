import type { Engine, GenerateInput, LoadedModel, PromptMessage } from '../../electron/engine/engine.ts';
import type { ProvideModel } from '../../electron/engine/modelProvider.ts';
import type { EngineError, Model } from '../../shared/contract/models.ts';
import { modelIdSchema } from '../../shared/ids.ts';
import { ok } from '../../shared/result.ts';

export interface FakeEngine {
  readonly engine: Engine;
  readonly provideModel: ProvideModel;
  /** Every `generate` call so far. */
  readonly asked: readonly GenerateInput[];
}

/**
 * An engine that says what the test wrote, piece by piece, and counts words as tokens. After the last piece it
 * ends the answer, fails with `failure`, or (`hangs`) waits to be stopped.
 */
export function createFakeEngine(parts: {
  readonly answer: (messages: readonly PromptMessage[]) => readonly string[];
  /** Said before the answer, as a reasoning model does. */
  readonly thoughts?: readonly string[];
  readonly contextTokens?: number;
  /** 1 unless given. */
  readonly parallelCalls?: number;
  readonly failure?: EngineError;
  readonly hangs?: boolean;
}): FakeEngine {
  const loaded: LoadedModel = {
    modelPath: '/models/fake.gguf',
    backend: 'cpu',
    gpuLayers: 0,
    layers: 2,
    deviceNames: [],
    weightsBytes: 1,
    contextBytes: 1,
    cachePrecision: 'exact',
    threads: 1,
    contextTokens: parts.contextTokens ?? 4096,
    backgroundContextTokens: parts.contextTokens ?? 4096,
    gpuBytes: null,
    reductions: [],
    parallel: { calls: parts.parallelCalls ?? 1, contextTokens: Math.min(parts.contextTokens ?? 4096, 1024) },
  };
  const asked: GenerateInput[] = [];
  const engine: Engine = {
    status: {
      phase: 'ready',
      modelPath: loaded.modelPath,
      loadProgressRatio: null,
      loaded,
      tokensPerSecond: null,
      openAnswers: 0,
      pausedAnswers: 0,
      excludedBackends: [],
    },
    onStatusChanged: () => () => undefined,
    embedderStatus: { loaded: null, openCalls: 0 },
    rerankerStatus: { loaded: null, openCalls: 0 },
    onEncodersChanged: () => () => undefined,
    inspect: async () => {
      throw new Error('The fake engine has no files');
    },
    inspectAdapter: async () => {
      throw new Error('The fake engine has no files');
    },
    load: async () => ok(loaded),
    unload: async () => undefined,
    embed: async () => {
      throw new Error('The fake engine has no embedding model');
    },
    rerank: async () => {
      throw new Error('The fake engine has no reranking model');
    },
    forgetConversations: async () => undefined,
    giveBackMemory: async () => undefined,
    retryBackends: async () => undefined,
    countTokens: async (texts) => ok(texts.map(countWords)),
    measurePrompt: async (messages) => ok(countWords(messages.map((message) => message.text).join(' '))),
    async *generate(input) {
      asked.push(input);
      const promptTokens = countWords(input.messages.map((message) => message.text).join(' '));
      yield { kind: 'reading', done: promptTokens, total: promptTokens };
      let generatedTokens = 0;
      for (const text of parts.thoughts ?? []) yield { kind: 'thought', text };
      for (const text of parts.answer(input.messages)) {
        if (input.signal.aborted) break;
        generatedTokens += 1;
        yield { kind: 'text', text };
      }
      if (parts.hangs) await aborted(input.signal);
      if (parts.failure) return yield { kind: 'failed', error: parts.failure };
      yield {
        kind: 'finished',
        stopReason: input.signal.aborted ? 'userStopped' : 'endOfAnswer',
        statistics: {
          promptTokens,
          reusedTokens: 0,
          generatedTokens,
          timeToFirstTokenMs: 1,
          tokensPerSecond: 100,
          elapsedMs: 2,
        },
      };
    },
    setPace: () => undefined,
    dispose: async () => undefined,
  };
  const provideModel: ProvideModel = async ({ onLoading }) => {
    onLoading?.(1);
    return ok({ model: fakeModel, sampling: fakeSampling, loaded, engine });
  };
  return { engine, provideModel, asked };
}

export const fakeSampling = { temperature: 0.6, topK: 20, repeatPenalty: null, isTemperatureFirm: false };

export const fakeModel: Model = {
  id: modelIdSchema.parse('fake'),
  name: 'Fake',
  fileName: 'fake.gguf',
  sizeBytes: 1,
  architecture: 'llama',
  quantisation: null,
  parameterCount: null,
  trainedContextTokens: null,
  kind: 'chat',
  isFilePresent: true,
  adapters: [],
  addedAt: '2026-01-01T00:00:00.000Z',
};

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
