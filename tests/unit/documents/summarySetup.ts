import { onTestFinished } from 'vitest';
import { createDocumentStore } from '../../../electron/documents/documentStore.ts';
import { createReadings } from '../../../electron/documents/summarise/readings.ts';
import {
  createSummaries,
  type Summaries,
  type SummaryUpdate,
} from '../../../electron/documents/summarise/summaries.ts';
import type { PromptMessage } from '../../../electron/engine/engine.ts';
import type { ProvideModel } from '../../../electron/engine/modelProvider.ts';
import type { Database } from '../../../electron/storage/database.ts';
import type { Block } from '../../../shared/contract/documents.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import type { Summary, SummaryStyle } from '../../../shared/contract/summaries.ts';
import { documentIdSchema, type SummaryId } from '../../../shared/ids.ts';

export const documentId = documentIdSchema.parse('report');
export const pages = 40;

/** Each page says one thing no other page says. */
export function reportBlocks(): Block[] {
  return Array.from({ length: pages }, (_, index) => ({
    kind: 'paragraph',
    text: `Fact${index + 1} is what page ${index + 1} says. ${'It goes on for a while. '.repeat(20)}`.trim(),
    page: index + 1,
    headings: [],
  }));
}

export function putReport(database: Database, blocks = reportBlocks(), format = 'pdf') {
  const documents = createDocumentStore(database);
  documents.put({
    document: {
      id: documentId,
      title: 'Report',
      fileName: 'report.pdf',
      path: '/report.pdf',
      format,
      sizeBytes: 1,
      contentHash: 'h',
      language: 'en',
      pages,
      words: 1,
      addedAt: '2026-01-01T00:00:00.000Z',
    },
    blocks,
    chunks: [],
  });
  return documents;
}

export function summariesWith(database: Database, provideModel: ProvideModel): Summaries {
  const documents = createDocumentStore(database);
  const summaries = createSummaries({
    database,
    documents,
    readings: createReadings({ database, documents }),
    provideModel,
    contentHashOfModel: () => 'model-hash',
  });
  onTestFinished(() => summaries.dispose());
  return summaries;
}

export async function start(
  summaries: Summaries,
  more: { isFresh?: boolean; length?: SummaryLength; style?: SummaryStyle; language?: string } = {},
) {
  const started = await summaries.start({
    documentId,
    modelId: null,
    length: 'medium',
    style: 'keyPoints',
    language: null,
    signal: new AbortController().signal,
    ...more,
  });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return started.value;
}

export async function follow(
  summaries: Summaries,
  summaryId: SummaryId,
  onState: (summary: Summary) => void = () => undefined,
) {
  await new Promise<void>((resolve) => {
    const listening = summaries.follow(summaryId, (update: SummaryUpdate | null) => {
      if (update === null) resolve();
      else if (update.kind === 'state') onState(update.summary);
    });
    if (!listening) resolve();
  });
  const summary = summaries.get(summaryId);
  if (!summary) throw new Error('the summary is gone');
  return summary;
}

/** Says the facts it finds in what it is given, like a model that keeps everything that matters. */
export function sayFacts(messages: readonly PromptMessage[]): string[] {
  return [(messages.at(-1)?.text.match(/Fact\d+/g) ?? []).join(' ')];
}

export const isSectionPrompt = (messages: readonly PromptMessage[]) =>
  messages.at(-1)?.text.startsWith('Text (') ?? false;
