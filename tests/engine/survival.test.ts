import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GenerationEvent } from '../../electron/engine/engine.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { collect, endOf, load, question, startTestEngine, type TestEngine, textOf } from './testEngine.ts';

const words = distinctWords(60);
const longContextTokens = 131_072;
/** Whatever the system has: the engine is to find out the hard way. */
const boastedBytes = 2 ** 40;

let running: TestEngine;
let modelPath: string;
beforeEach(async () => {
  running = startTestEngine({ memoryLimitBytes: boastedBytes });
  modelPath = join(running.folder, 'slow.gguf');
  makeScriptedModel({
    path: modelPath,
    text: words.join(' '),
    slowness: 20,
    contextTokens: longContextTokens,
  });
  expect(await load(running.engine, modelPath)).toMatchObject({ ok: true });
});
afterEach(() => running.dispose());

const engineProcess = () => running.children.at(-1)?.pid ?? expect.fail();

async function answerAndDisturb(disturb: () => void): Promise<GenerationEvent[]> {
  const events: GenerationEvent[] = [];
  for await (const event of running.engine.generate(question('Hi!'))) {
    if (event.kind === 'text' && textOf(events) === '') disturb();
    events.push(event);
  }
  return events;
}

async function expectAnswers() {
  const events = await collect(running.engine.generate(question('Still there?', { maxTokens: 3 })));
  expect(endOf(events).stopReason).toBe('maxTokens');
  expect(textOf(events)).toBe(words.slice(0, 3).join(' '));
}

// As an assertion of llama.cpp ends the process.
test('an abort in native code ends the answer, and the next question is answered', async () => {
  const events = await answerAndDisturb(() => process.kill(engineProcess(), 'SIGABRT'));
  expect(textOf(events)).not.toBe('');
  expect(events.at(-1)).toEqual({
    kind: 'failed',
    error: { code: 'engine.crashed', signal: 'SIGABRT', exitCode: null },
  });
  await expectAnswers();
});

test.skipIf(process.platform === 'win32')(
  'a model deleted while in use answers on, is missed after a crash, and works again once it is back',
  async () => {
    const away = `${modelPath}.away`;
    const whole = await answerAndDisturb(() => renameSync(modelPath, away));
    expect(textOf(whole)).toBe(words.join(' '));
    await expectAnswers();

    await answerAndDisturb(() => process.kill(engineProcess(), 'SIGKILL'));
    const missed = await collect(running.engine.generate(question('Still there?')));
    expect(missed).toEqual([
      { kind: 'failed', error: { code: 'engine.fileMissing', fileName: 'slow.gguf' } },
    ]);
    renameSync(away, modelPath);
    await expectAnswers();
  },
);

test.skipIf(process.platform === 'win32')(
  'a model cut short while in use ends the answer, is refused as incomplete, and works again once it is whole',
  async () => {
    const copy = `${modelPath}.copy`;
    copyFileSync(modelPath, copy);
    const events = await answerAndDisturb(() => truncateSync(modelPath, 4096));
    expect(events.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'engine.crashed' } });
    const refused = await collect(running.engine.generate(question('Still there?')));
    expect(refused).toEqual([
      { kind: 'failed', error: { code: 'engine.fileTruncated', fileName: 'slow.gguf' } },
    ]);
    renameSync(copy, modelPath);
    await expectAnswers();
  },
);

const canLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;

test.skipIf(!canLimit)('memory that is not there when asked for is an error, not the end', async () => {
  const pid = engineProcess();
  await running.engine.unload();
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const usedBytes = Number(/VmSize:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  // Not enough for a context that takes as much as 128 MiB.
  const limitBytes = usedBytes + 96 * 1024 ** 2;
  const limit = (soft: string) => execFileSync('prlimit', ['--pid', String(pid), `--as=${soft}:unlimited`]);
  limit(String(limitBytes));
  const tight = await load(running.engine, modelPath, { contextTokens: longContextTokens });
  expect(tight).toMatchObject({ ok: false, error: { code: 'engine.outOfMemory' } });
  expect(running.children).toHaveLength(1);
  limit('unlimited');
  expect(await load(running.engine, modelPath)).toMatchObject({ ok: true });
  await expectAnswers();
});
