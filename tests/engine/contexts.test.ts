import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { contextFilePath, contextsFolder } from '../../electron/engine/contextFiles.ts';
import type { PromptMessage } from '../../electron/engine/engine.ts';
import type { EngineParts } from '../../electron/engine/engineClient.ts';
import { contextBytes, furtherContextBytes, weightsBytes } from '../../electron/engine/process/memory.ts';
import { readModelFile } from '../../electron/engine/process/modelFile.ts';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { temporaryFolder } from '../support/temporaryDatabase.ts';
import { collect, endOf, load, question, startTestEngine, textOf } from './testEngine.ts';

const script = 'The sun is warm and the sea is blue.';
const formatTokens = 32;
const contextTokens = 12_000;
const backgroundTokens = 4096;
const first: PromptMessage = { role: 'user', text: ' the'.repeat(8000) };
const followUp: readonly PromptMessage[] = [
  first,
  { role: 'assistant', text: script },
  { role: 'user', text: 'And what about the mountains?' },
];

const modelFolder = mkdtempSync(join(tmpdir(), 'sotto-contexts-'));
const modelPath = join(modelFolder, 'long.gguf');
beforeAll(() => void makeScriptedModel({ path: modelPath, text: script }));
afterAll(() => rmSync(modelFolder, { recursive: true, force: true }));

const makeContexts = () => contextsFolder({ dataFolder: temporaryFolder(), databaseKeyHex: '0f'.repeat(32) });

async function startEngine(parts: Partial<EngineParts>) {
  const running = startTestEngine(parts);
  onTestFinished(() => running.dispose());
  expect(await load(running.engine, modelPath, { contextTokens })).toMatchObject({ ok: true });
  const ask = async (conversationKey: string, messages: readonly PromptMessage[]) => {
    const events = await collect(running.engine.generate(question('', { messages, conversationKey })));
    expect(textOf(events)).toBe(script);
    const { promptTokens, reusedTokens } = endOf(events).statistics;
    return { reusedTokens, readTokens: promptTokens - reusedTokens };
  };
  const newTokens = async () => {
    const counted = await running.engine.countTokens([followUp.at(-1)?.text ?? '']);
    return (counted.ok ? counted.value[0] : undefined) ?? expect.fail();
  };
  return { ...running, ask, newTokens };
}

/** As much as one chat and the background need. */
function bytesForOneChat(): number {
  const file = readModelFile(modelPath);
  if (!file.ok) return expect.fail();
  return (
    weightsBytes(file.value) +
    contextBytes(file.value, contextTokens) +
    furtherContextBytes(file.value, backgroundTokens)
  );
}

// Elsewhere there is no folder that is memory, and nothing is kept.
describe.skipIf(process.platform !== 'linux' || !existsSync('/dev/shm'))('contexts kept on disk', () => {
  test('a chat of 8,000 tokens goes on after a restart without being read again', async () => {
    const contexts = makeContexts();
    const before = await startEngine({ contexts });
    await before.ask('one', [first]);
    expect(existsSync(contexts.folder)).toBe(false);
    await before.engine.dispose();

    const after = await startEngine({ contexts });
    const { readTokens } = await after.ask('one', followUp);
    expect(readTokens).toBeLessThanOrEqual((await after.newTokens()) + formatTokens);
  });

  test('chats that share one context go on without being read again', async () => {
    const contexts = makeContexts();
    const running = await startEngine({ contexts, memoryLimitBytes: bytesForOneChat() });
    await running.ask('one', [first]);
    await running.ask('two', [{ role: 'user', text: ' of'.repeat(1000) }]);
    expect(existsSync(contextFilePath(contexts, 'one'))).toBe(true);
    const { readTokens } = await running.ask('one', followUp);
    expect(readTokens).toBeLessThanOrEqual((await running.newTokens()) + formatTokens);
  });

  test('files that were changed, cut or made by another model are read past, and the engine lives', async () => {
    const contexts = makeContexts();
    const before = await startEngine({ contexts });
    await before.ask('one', [first]);
    await before.engine.dispose();
    const path = contextFilePath(contexts, 'one');
    const whole = readFileSync(path);
    const changed = Buffer.from(whole);
    changed[whole.length - 1000] = (changed[whole.length - 1000] ?? 0) ^ 1;
    for (const content of [changed, whole.subarray(0, whole.length / 2), Buffer.alloc(0)]) {
      writeFileSync(path, content);
      const after = await startEngine({ contexts });
      expect((await after.ask('one', [first])).reusedTokens).toBe(0);
      expect(after.children).toHaveLength(1);
    }
  });

  test('nothing is left of a deleted conversation, in memory or on disk', async () => {
    const contexts = makeContexts();
    const running = await startEngine({ contexts });
    await running.ask('one', [first]);
    await running.engine.unload();
    expect(existsSync(contextFilePath(contexts, 'one'))).toBe(true);
    expect(await load(running.engine, modelPath, { contextTokens })).toMatchObject({ ok: true });
    await running.ask('one', followUp);
    await running.engine.forgetConversations(['one']);
    expect(existsSync(contextFilePath(contexts, 'one'))).toBe(false);
    expect((await running.ask('one', followUp)).reusedTokens).toBe(0);
    await running.engine.forgetConversations(['one']);
    await running.engine.dispose();
    expect(readdirSync(contexts.folder)).toEqual([]);
  });
});
