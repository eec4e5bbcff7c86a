import { describe, expect, test } from 'vitest';
import { bestSentence } from '../../../renderer/features/chats/bestSentence.ts';
import { diffLines, toggleHunk } from '../../../renderer/features/code/runs.ts';
import {
  chooseSummary,
  coverageCells,
  progressWords,
} from '../../../renderer/features/documents/summaries.ts';
import { isNarrowed, noFilters, scopeOf } from '../../../renderer/features/search/filters.ts';
import { moveSelection, piecesOf } from '../../../renderer/features/search/results.ts';
import {
  type Import,
  importRatio,
  isModelFile,
  isUnderWay,
  reduceImports,
} from '../../../renderer/state/imports.ts';
import { formatRoute, parseRoute, type Route } from '../../../renderer/state/route.ts';
import type { Summary } from '../../../shared/contract/summaries.ts';
import {
  codeRunIdSchema,
  conversationIdSchema,
  documentIdSchema,
  modelIdSchema,
  summaryIdSchema,
} from '../../../shared/ids.ts';
import { paperMarkdown } from '../../../shared/papers/paperMarkdown.ts';
import { summaryPaper } from '../../../shared/papers/summaryPaper.ts';

const documentId = documentIdSchema.parse('doc_1');

describe('the address', () => {
  const routes: Route[] = [
    { kind: 'newChat', documentId: null },
    { kind: 'newChat', documentId },
    { kind: 'chats' },
    { kind: 'chat', conversationId: conversationIdSchema.parse('c-1') },
    { kind: 'documents' },
    { kind: 'document', documentId, tab: 'summary' },
    { kind: 'document', documentId, tab: 'text' },
    { kind: 'code' },
    { kind: 'codeRun', runId: codeRunIdSchema.parse('r1') },
    { kind: 'compare', documentId },
    { kind: 'compare', documentId: null },
    { kind: 'digest' },
    { kind: 'models' },
    { kind: 'settings' },
  ];
  test.each(routes)('of $kind leads back to it', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  test.each(['', '#/nowhere', '#/chats/<b>', '#/documents/..%2f'])('"%s" is a new chat', (hash) => {
    expect(parseRoute(hash)).toEqual({ kind: 'newChat', documentId: null });
  });
});

const summary: Summary = {
  id: summaryIdSchema.parse('s1'),
  documentId,
  modelId: modelIdSchema.parse('small'),
  modelName: 'Small',
  length: 'medium',
  style: 'keyPoints',
  language: null,
  actions: [],
  state: 'reading',
  text: '',
  points: [{ text: 'Rent rose.', pages: [2, 4] }],
  coverage: { sectionsRead: 1, sectionsTotal: 3 },
  sections: [
    { pages: [1, 1], heading: 'Start', isRead: true },
    { pages: [2, 3], heading: null, isRead: false },
    { pages: [4, 4], heading: null, isRead: false },
  ],
  combining: null,
  remainingMs: 62_000,
  elapsedMs: 1000,
  error: null,
  createdAt: '2026-01-01T00:00:00Z',
};

describe('a summary', () => {
  test('shows one cell per section, and the one that is being read', () => {
    expect(coverageCells(summary)).toEqual([
      { isRead: true, isBeingRead: false, title: 'Start, page 1' },
      { isRead: false, isBeingRead: true, title: 'pages 2 to 3' },
      { isRead: false, isBeingRead: false, title: 'page 4' },
    ]);
  });

  test('does not look as if it worked while it is paused', () => {
    const paused: Summary = { ...summary, state: 'paused' };
    expect(coverageCells(paused).filter((cell) => cell.isBeingRead)).toEqual([]);
    expect(coverageCells(summary, { isHeld: true }).filter((cell) => cell.isBeingRead)).toEqual([]);
    expect(progressWords({ summary: paused, loadingRatio: null })).toBe('1 of 3 sections');
  });

  test('says how far it is and how long it takes', () => {
    expect(progressWords({ summary, loadingRatio: null })).toBe('1 of 3 sections · about 1 min left');
    expect(progressWords({ summary, loadingRatio: null }, { isHeld: true })).toBe('1 of 3 sections');
    expect(progressWords({ summary, loadingRatio: 0.4 })).toBe('Loading the model, 40 %');
    expect(
      progressWords({
        summary: { ...summary, state: 'combining', combining: { done: 2, total: 5 }, remainingMs: null },
        loadingRatio: null,
      }),
    ).toBe('All 3 sections read · step 2 of 5');
  });

  test('that was chosen is shown, else the one being written, else the newest', () => {
    const finished: Summary = {
      ...summary,
      id: summaryIdSchema.parse('s2'),
      state: 'finished',
      createdAt: '2026-02-01T00:00:00Z',
    };
    expect(chooseSummary([finished, summary], null)).toBe(summary);
    expect(chooseSummary([finished, summary], finished.id)).toBe(finished);
    expect(chooseSummary([finished, { ...summary, state: 'paused' }], null)).toBe(finished);
    expect(chooseSummary([], null)).toBe(null);
  });

  test('is exported with its pages and how much was read', () => {
    const picked = {
      points: [{ text: 'Two plants closed.', pages: [7, 7] satisfies [number, number] }],
      dates: [],
      coverage: { sectionsRead: 3, sectionsTotal: 3 },
      elapsedMs: 1,
    };
    const paper = summaryPaper({
      ...{ title: 'Report', summary, now: new Date('2026-01-01') },
      instant: { heading: 'Key sentences', picked },
    });
    expect(paperMarkdown(paper)).toBe(
      '# Report\n\n*2026-01-01 · Key points, medium · Small · 1 of 3 sections read*\n\nRent rose. (pp. 2–4)\n\n## Key sentences\n\n- Two plants closed. (p. 7)\n',
    );
  });
});

describe('files on their way in', () => {
  const one: Import = { id: 1, kind: 'document', fileName: 'a.pdf', phase: { kind: 'waiting' } };
  const two: Import = { ...one, id: 2 };

  test('move on their own and leave on their own', () => {
    const begun = reduceImports([], { kind: 'begun', imports: [one, two] });
    const moved = reduceImports(begun, {
      kind: 'moved',
      id: 2,
      phase: { kind: 'parsing', done: 3, total: 4 },
    });
    expect(moved).toEqual([one, { ...two, phase: { kind: 'parsing', done: 3, total: 4 } }]);
    expect(reduceImports(moved, { kind: 'left', ids: [1] })).toEqual([moved[1]]);
  });

  test('wait for their password while it is asked for, and after', () => {
    const error = { code: 'documents.passwordWrong', fileName: 'b.pdf' } as const;
    const locked: Import = { ...two, phase: { kind: 'locked', error, isAsking: true } };
    expect(reduceImports([one, locked], { kind: 'asked', id: 2, isAsking: false })).toEqual([
      one,
      { ...two, phase: { kind: 'locked', error, isAsking: false } },
    ]);
    expect(reduceImports([one, locked], { kind: 'asked', id: 1, isAsking: false })).toEqual([one, locked]);
    expect([one, locked].map(isUnderWay)).toEqual([true, false]);
  });

  test('have no measure of progress while the number of pages is unknown', () => {
    expect(importRatio({ kind: 'parsing', done: 3, total: null })).toBe(null);
    expect(importRatio({ kind: 'indexing', done: 1, total: 4 })).toBe(0.25);
  });

  test('are models by their ending in any case', () => {
    expect(['a.GGUF', 'a.gguf.pdf', 'gguf'].map(isModelFile)).toEqual([true, false, false]);
  });
});

test('a citation points to the sentence that shares its words, not to the first', () => {
  const passage =
    'The lease begins in March. The deposit is returned within six weeks. The keys are given back.';
  expect(bestSentence(passage, 'You get the deposit back in six weeks')).toBe(
    'The deposit is returned within six weeks.',
  );
  expect(bestSentence(passage, 'Völlig anderes')).toBe(null);
});

test('lines of a change are numbered in both files', () => {
  const lines = [' a', '-b', '+c', '+d', ' e', '\\ No newline at end of file'];
  expect(diffLines({ oldStart: 5, oldLines: 3, newStart: 7, newLines: 4, lines })).toEqual([
    { kind: 'same', text: 'a', oldNumber: 5, newNumber: 7 },
    { kind: 'removed', text: 'b', oldNumber: 6, newNumber: null },
    { kind: 'added', text: 'c', oldNumber: null, newNumber: 8 },
    { kind: 'added', text: 'd', oldNumber: null, newNumber: 9 },
    { kind: 'same', text: 'e', oldNumber: 7, newNumber: 10 },
  ]);
});

test('changes that are chosen again come back in the order of the file', () => {
  expect(toggleHunk(toggleHunk([0, 1, 2], 0), 0)).toEqual([0, 1, 2]);
});

test('the selection goes round at both ends', () => {
  expect([
    moveSelection(2, 3, 'ArrowDown'),
    moveSelection(0, 3, 'ArrowUp'),
    moveSelection(0, 0, 'ArrowUp'),
  ]).toEqual([0, 2, 0]);
});

test('a marked text falls into its pieces, also where a mark stands at either end', () => {
  expect(
    piecesOf({
      text: 'rent and rent',
      marks: [
        [0, 4],
        [9, 13],
      ],
    }),
  ).toEqual([
    { text: 'rent', isMarked: true },
    { text: ' and ', isMarked: false },
    { text: 'rent', isMarked: true },
  ]);
  expect(piecesOf({ text: 'plain', marks: [] })).toEqual([{ text: 'plain', isMarked: false }]);
});

test('a narrowed search asks for the formats that a type stands for, and nothing that was not said', () => {
  const now = new Date(2026, 4, 20, 15, 0);
  expect(scopeOf(noFilters, ['docx', 'pdf'], now)).toEqual({});
  expect(
    scopeOf({ ...noFilters, family: 'Word', period: 'week', folder: '/home' }, ['docx', 'doc', 'pdf'], now),
  ).toEqual({
    formats: ['docx', 'doc'],
    datedAfter: new Date(2026, 4, 13).toISOString(),
    pathPrefix: '/home',
  });
  expect(
    [noFilters, { ...noFilters, sort: 'newest' as const }, { ...noFilters, folder: '/' }].map(isNarrowed),
  ).toEqual([false, false, true]);
});
