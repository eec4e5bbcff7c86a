import { join } from 'node:path';
import { charactersOf, planReading, planWriting } from '../../../electron/documents/summarise/plan.ts';
import { runSummary } from '../../../electron/documents/summarise/runSummary.ts';
import { planSections } from '../../../electron/documents/summarise/sections.ts';
import type { Engine, LoadedModel } from '../../../electron/engine/engine.ts';
import type { Block, Document } from '../../../shared/contract/documents.ts';
import { documentIdSchema } from '../../../shared/ids.ts';
import { ok } from '../../../shared/result.ts';
import { fakeModel, fakeSampling } from '../../support/fakeEngine.ts';
import { load, modelPathOf, newText, startEngine } from './ours.ts';
import type { BenchPart } from './part.ts';
import { median } from './report.ts';

const pageTokens = 400;
const pages = { few: 10, many: 500 };
const fewRounds = 4;

/** Whether a summary of a long document takes longer for each page than that of a short one. */
export const measureLength: BenchPart = async ({ contextTokens, folder, add }) => {
  const engine = startEngine({ threadCachePath: join(folder, 'threads.json') });
  try {
    const loaded = await load(engine, { modelPath: modelPathOf('tiny'), contextTokens });
    const perPage = (count: number) => msPerPage({ engine, loaded, count });
    await perPage(pages.few);
    const few: number[] = [];
    for (let round = 0; round < fewRounds / 2; round += 1) few.push(await perPage(pages.few));
    const many = await perPage(pages.many);
    for (let round = 0; round < fewRounds / 2; round += 1) few.push(await perPage(pages.few));
    add({
      metric: `summary of ${pages.many} pages, tiny shape`,
      ours: many,
      reference: median(few),
      ...{ referenceName: `of ${pages.few} pages`, unit: 'ms/page', target: { atMost: 1.2 } },
    });
  } finally {
    await engine.dispose();
  }
};

async function msPerPage(input: {
  readonly engine: Engine;
  readonly loaded: LoadedModel;
  readonly count: number;
}): Promise<number> {
  const { engine, loaded, count } = input;
  const blocks: Block[] = Array.from({ length: count }, (_, index) => ({
    kind: 'paragraph',
    text: newText(pageTokens),
    page: index + 1,
    headings: [],
  }));
  const counted = await engine.countTokens(blocks.map(({ text }) => text));
  if (!counted.ok) throw new Error(JSON.stringify(counted.error));
  const measures = {
    documentTokens: counted.value.reduce((sum, tokens) => sum + tokens, 0),
    documentCharacters: charactersOf(blocks),
    contextTokens: loaded.backgroundContextTokens,
    parallel: loaded.parallel,
  };
  const wanted = { length: 'medium', style: 'keyPoints', measures } as const;
  const readingPlan = planReading({ ...wanted, kind: 'statements', chapterTokens: [] });
  const startMs = performance.now();
  const result = await runSummary({
    ...{ document: { ...report, pages: count }, style: 'keyPoints', language: null, readingPlan },
    plan: planWriting(wanted),
    sections: planSections(blocks, readingPlan),
    ...{ notes: new Map(), steps: [] },
    ready: async () => ok({ model: fakeModel, sampling: fakeSampling, loaded, engine }),
    signal: new AbortController().signal,
    parallelCalls: loaded.parallel.calls,
    onNotes: () => undefined,
    onStep: () => undefined,
    onPoints: () => undefined,
    onActions: () => undefined,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return (performance.now() - startMs) / count;
}

const report: Document = {
  id: documentIdSchema.parse('bench'),
  title: 'Report',
  fileName: 'report.txt',
  path: '/report.txt',
  format: 'text',
  sizeBytes: 1,
  contentHash: 'bench',
  language: 'en',
  pages: 1,
  words: 1,
  chunks: 0,
  addedAt: '2026-01-01T00:00:00.000Z',
  datedAt: '2026-01-01T00:00:00.000Z',
};
