import { expect, test } from 'vitest';
import { explainChanges, relateNotes } from '../../../electron/documents/compare/explain.ts';
import { relateSentences, type Statement } from '../../../electron/documents/compare/relate.ts';
import { mostTableDocuments, tablesFor } from '../../../electron/documents/exhaustive/makePlan.ts';
import { createScope } from '../../../electron/documents/exhaustive/scope.ts';
import type { Calls } from '../../../electron/documents/summarise/calls.ts';
import type { Change } from '../../../shared/contract/comparisons.ts';
import { limitWords } from '../../../shared/papers/comparisonPaper.ts';
import { ok } from '../../../shared/result.ts';
import { libraryOf } from '../../support/documents/libraryOf.ts';

const calls: Calls = { write: async () => ok('Said.'), fail: () => undefined };
const explaining = { calls, first: 'One', second: 'Two', language: 'en', onProgress: () => undefined };
const nothingLeft = { onlyFirst: 0, onlySecond: 0 };
/** No two share a word. */
const statements = (count: number, word: string): Statement[] =>
  Array.from({ length: count }, (_, index) => {
    const letters = String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));
    return { text: `${letters}${word}`, pages: [1, 1] };
  });

// Catches a long comparison that looks whole.
test('changes that are not explained, pairs that are not judged and statements that are not listed are told', async () => {
  const changes = Array.from({ length: 60 }, (_, index): Change => {
    const text = `${index} `.repeat(700);
    return { kind: 'added', before: null, after: { text, pages: [1, 1] } };
  });
  const explained = await explainChanges(explaining, changes);
  const judged = { done: 40, total: 60 };
  expect(explained).toMatchObject({ ok: true, value: { judged } });
  expect(limitWords({ kind: 'versions', judged, notListed: nothingLeft })).toEqual([
    'the first 40 of 60 changes explained by the model, all of them listed',
  ]);

  const both = statements(30, 'word');
  const related = await relateNotes(explaining, {
    first: [...both, ...statements(10, 'own')],
    second: [...both, ...statements(7, 'other')],
  });
  expect(related).toMatchObject({
    ok: true,
    value: { judged: { done: 24, total: 30 }, notListed: { onlyFirst: 2, onlySecond: 0 } },
  });
  const alone = relateSentences(statements(3, 'own'), statements(12, 'other'), { language: 'en' });
  expect(alone.notListed).toEqual({ onlyFirst: 0, onlySecond: 4 });
  expect(limitWords({ kind: 'documents', judged: null, notListed: alone.notListed })).toEqual([
    '4 more stand only in the second',
  ]);
  expect(limitWords({ kind: 'documents', judged: { done: 3, total: 3 }, notListed: nothingLeft })).toEqual(
    [],
  );
});

test('tables that are not looked through are told', () => {
  const { store, search, ids, database } = libraryOf(
    Object.fromEntries(
      Array.from({ length: mostTableDocuments + 2 }, (_, index) => [`sheet${index}`, [`Rent of ${index}`]]),
    ),
  );
  database.exec("update blocks set kind = 'table'");
  const parts = { scope: createScope(database, store), search };
  const reached = (scope: Parameters<typeof tablesFor>[1]['scope']) =>
    tablesFor(parts, { question: 'How many rents?', scope }).documents;
  expect(reached({})).toEqual({ read: mostTableDocuments, total: mostTableDocuments + 2 });
  expect(reached({ documentIds: ids.slice(0, 3) })).toEqual({ read: 3, total: 3 });
});
