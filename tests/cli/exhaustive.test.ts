import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { runJson, runSotto } from '../support/runSotto.ts';

let folder: string;
const file = (name: string) => path.join(folder, name);
const at = () => ({ environment: { SOTTO_DATA_DIR: file('data') } });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sotto-cli-'));
  writeFileSync(
    file('orders.csv'),
    `Number;Status;Betrag\n${Array.from({ length: 700 }, (_, index) => `${index};${index % 7 === 0 ? 'open' : 'done'};0,10`).join('\n')}\n`,
  );
  writeFileSync(file('notes.txt'), 'The hidden robin sang twice.\n\nNobody else came.');
  writeFileSync(file('letter.txt'), 'Dear Ann, here nothing sings.');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('rows of a table are counted and added up without a model', async () => {
  const { exitCode, json } = await runJson(
    ['ask', '--doc', file('orders.csv'), 'How many rows have status open?'],
    at(),
  );
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    mode: 'everything',
    way: 'table',
    found: 100,
    table: { words: 'Counted rows of ‘orders’ where Status is ‘open’.', rowsUsed: 100, rowsTotal: 700 },
  });
  const told = await runSotto(['ask', '--doc', file('orders.csv'), 'What is the sum of Betrag?'], at());
  expect(told.stdout).toContain('70.00\nAdded up Betrag of ‘orders’.\n700 of 700 rows used.');
});

test('a real model reads every passage, and what it quotes wrongly is not listed', async () => {
  makeScriptedModel({
    path: file('lister.gguf'),
    text: '{"hits": [{"quote": "robin sang", "item": "hidden bird"}]}',
  });
  const documents = [...['--doc', file('notes.txt')], ...['--doc', file('letter.txt')]];
  const { json } = await runJson(
    ['ask', '--exhaustive', '--model', file('lister.gguf'), ...documents, 'Welche Vögel?'],
    at(),
  );
  expect(json).toMatchObject({
    way: 'model',
    state: 'finished',
    coverage: { read: 2, total: 2, failed: 0, documents: 2 },
    found: 1,
    dropped: 1,
    items: [{ text: 'hidden bird', places: [{ page: 1, quote: 'robin sang' }] }],
  });
});
