// node --expose-gc tests/support/loadCycles.ts CYCLES: loads, asks and unloads a small model so often, in this process.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCallHandlers } from '../../electron/engine/process/calls.ts';
import type { EngineCall } from '../../electron/engine/protocol.ts';
import { loadOptions } from '../engine/testEngine.ts';
import type { MemorySample } from './memoryGrowth.ts';
import { makeScriptedModel } from './models/scriptedModel.ts';

const cycles = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'sotto-cycles-'));
const modelPath = join(folder, 'scripted.gguf');
makeScriptedModel({ path: modelPath, text: 'It is warm today.' });
const handlers = createCallHandlers({
  memoryLimitBytes: null,
  contexts: null,
  onBackend: () => undefined,
  onThreads: () => undefined,
  onLoading: () => undefined,
  onEmbedder: () => undefined,
  onReranker: () => undefined,
});
const { signal } = new AbortController();

async function call(engineCall: EngineCall): Promise<void> {
  const result = await handlers.handle(engineCall, {
    signal,
    onProgress: () => undefined,
    emit: () => undefined,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
}

function sample(): MemorySample {
  // Twice, since what has a finaliser is freed by the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed };
}

const samples: MemorySample[] = [];
for (let cycle = 0; cycle < cycles; cycle += 1) {
  await call({
    kind: 'load',
    modelPath,
    options: { ...loadOptions, contextTokens: 2048 },
    excludedBackends: [],
  });
  await call({
    kind: 'generate',
    messages: [{ role: 'user', text: 'How is it?' }],
    sampling: { temperature: 0, repeatPenalty: null },
    maxTokens: 8,
    priority: 'chat',
    conversationKey: null,
    jsonSchema: null,
  });
  await call({ kind: 'unload' });
  await new Promise((resolve) => setImmediate(resolve));
  samples.push(sample());
}
await handlers.dispose();
rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify(samples)}\n`);
