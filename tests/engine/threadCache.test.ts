import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeRandomModel } from '../support/models/randomModel.ts';
import { load, startTestEngine, type TestEngine } from './testEngine.ts';

const engines: TestEngine[] = [];
afterEach(async () => {
  for (const running of engines.splice(0).toReversed()) await running.dispose();
});

test('measures thread counts once, and uses what was measured in the next start', async () => {
  const first = startTestEngine();
  engines.push(first);
  const threadCachePath = join(first.folder, 'threads.json');
  const modelPath = makeRandomModel({ path: join(first.folder, 'tiny.gguf'), shape: 'tiny' });
  const start = async () => {
    const running = startTestEngine({ threadCachePath });
    engines.push(running);
    return load(running.engine, modelPath, { threads: 'auto' });
  };
  expect((await start()).ok).toBe(true);
  const kept = JSON.parse(readFileSync(threadCachePath, 'utf8'));
  const [key = ''] = Object.keys(kept.entries);
  expect(Object.keys(kept.entries)).toHaveLength(1);

  // Times that no measurement would give: still there, nothing was measured again.
  const marked = { counts: { decode: 1, prefill: 1 }, runMs: { decode: 12_345, prefill: 67_890 } };
  writeFileSync(threadCachePath, JSON.stringify({ version: 1, entries: { [key]: marked } }));
  expect(await start()).toMatchObject({ ok: true, value: { threads: 1 } });
  expect(JSON.parse(readFileSync(threadCachePath, 'utf8'))).toEqual({
    version: 1,
    entries: { [key]: marked },
  });

  writeFileSync(threadCachePath, '{ "version": 1, "entr');
  expect((await start()).ok).toBe(true);
  expect(Object.keys(JSON.parse(readFileSync(threadCachePath, 'utf8')).entries)).toEqual([key]);
});
