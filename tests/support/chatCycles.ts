// node --expose-gc tests/support/chatCycles.ts CHATS: makes, asks and deletes so many conversations, as the terminal does.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPlaces } from '../../electron/cli/places.ts';
import { openSession } from '../../electron/cli/session.ts';
import { createConnectionLog } from '../../electron/network/connectionLog.ts';
import type { ChatSample } from './memoryGrowth.ts';
import { makeScriptedModel } from './models/scriptedModel.ts';

const chats = Number(process.argv[2]);
const sampleEvery = 10;
const dataDir = mkdtempSync(join(tmpdir(), 'sotto-chats-'));
const modelPath = join(dataDir, 'scripted.gguf');
makeScriptedModel({ path: modelPath, text: 'It is warm today.' });
const entry = resolve(import.meta.dirname, '../../electron/headless.ts');
const session = successOf(
  await openSession({
    context: {
      terminal: {
        ...{ stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
        ...{ environment: {}, workingFolder: dataDir, signal: new AbortController().signal },
      },
      places: findPlaces(pathToFileURL(entry).href),
      version: '0.0.0',
      connectionLog: createConnectionLog(),
    },
    common: { json: true, quiet: true, dataDir },
  }),
);
const { client } = session;
successOf(await client.request('settings.update', { gpu: 'off', threads: 1, contextTokens: 2048 }));
successOf(await client.request('models.add', { fileId: session.grantFile(modelPath) }));

const samples: ChatSample[] = [];
for (let chat = 0; chat < chats; chat += 1) {
  const { id } = successOf(await client.request('chat.create', { scope: null }));
  let hasEnded = false;
  for await (const event of client.open('chat.send', { conversationId: id, text: 'How is it?' })) {
    if (event.kind === 'failed') throw new Error(JSON.stringify(event.error));
    hasEnded = event.kind === 'finished';
  }
  if (!hasEnded) throw new Error('an answer did not end');
  successOf(await client.request('chat.remove', { conversationId: id }));
  if (chat % sampleEvery === sampleEvery - 1) samples.push(sample());
}
await session.dispose();
rmSync(dataDir, { recursive: true });
process.stdout.write(`${JSON.stringify(samples)}\n`);

function sample(): ChatSample {
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed, engineRssBytes: largestChildBytes() };
}

/** The engine is the largest of our children. */
function largestChildBytes(): number {
  const lines = execFileSync('ps', ['-A', '-o', 'rss=,ppid='], { encoding: 'utf8' }).split('\n');
  const processes = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const ours = processes.flatMap(([kibibytes = 0, parent]) => (parent === process.pid ? [kibibytes] : []));
  return Math.max(...ours) * 1024;
}

function successOf<Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown },
): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
