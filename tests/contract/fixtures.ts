import { afterEach } from 'vitest';
import type { Handlers } from '../../electron/ipc/handlers.ts';
import type { EngineState, Model } from '../../shared/contract/models.ts';
import { modelIdSchema } from '../../shared/ids.ts';
import type { TestHost, TestTransport } from './transports.ts';

export const modelId = modelIdSchema.parse('model-1');

export const model: Model = {
  id: modelId,
  name: 'Ünïcode 模型 🦙',
  fileName: 'model.gguf',
  sizeBytes: 1,
  architecture: 'llama',
  quantisation: null,
  parameterCount: null,
  trainedContextTokens: null,
  kind: 'chat',
  isFilePresent: true,
  adapters: [],
  addedAt: '2026-01-01T00:00:00Z',
};

export const engineState: EngineState = {
  phase: 'ready',
  modelId,
  modelName: model.name,
  restingModelName: null,
  isMemoryNeeded: false,
  loadProgressRatio: null,
  backend: 'cpu',
  gpuLayers: 0,
  layers: 28,
  deviceNames: [],
  weightsBytes: 2_000_000_000,
  contextBytes: 900_000_000,
  cachePrecision: 'exact',
  gpuBytes: null,
  threads: 2,
  contextTokens: 2048,
  reductions: ['context'],
  tokensPerSecond: null,
  openAnswers: 0,
  pausedAnswers: 0,
  energy: { fewerThreadsFor: [], pausedFor: [] },
  excludedBackends: [],
  embedder: null,
  reranker: null,
};

export const loading = (progressRatio: number) => ({
  kind: 'item' as const,
  item: { kind: 'loading' as const, progressRatio },
});

export async function* count(items: number) {
  for (let index = 0; index < items; index += 1) yield loading(index);
}

export async function collect<Event>(events: AsyncIterable<Event>): Promise<Event[]> {
  const all: Event[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** Resolves when `signal` aborts. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Starts hosts with one view each, and ends them after each test. */
export function useHosts(transport: TestTransport) {
  const hosts: TestHost[] = [];
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.end()));
  });
  return async (handlers: Partial<Handlers>) => {
    const host = await transport.start(handlers);
    hosts.push(host);
    return { host, view: await host.openView() };
  };
}
