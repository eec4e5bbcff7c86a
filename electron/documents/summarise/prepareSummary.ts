import { randomUUID } from 'node:crypto';
import type { Document } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import { summaryIdSchema } from '../../../shared/ids.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { lengthOfStyle } from '../../../shared/summaryStyles.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';
import { fitsWhole, planWriting, type ReadingKind } from './plan.ts';
import type { Readings } from './readings.ts';
import type { StoredSummary, SummaryKey } from './summaryStore.ts';

export type Variant = Pick<SummaryKey, 'length' | 'style' | 'language'>;

/** What is asked for, told in one way only: one length for styles without lengths, no name for the document's language. */
export function variantOf({ length, style, language }: Variant, document: Document): Variant {
  return {
    length: lengthOfStyle(style, length),
    style,
    language: language === document.language ? null : language,
  };
}

export function isSameVariant(first: Variant, second: Variant): boolean {
  return first.length === second.length && first.style === second.style && first.language === second.language;
}

/** Plans a summary, on notes that were taken before where they serve it. */
export async function prepareSummary(input: {
  readonly readings: Readings;
  readonly document: Document;
  readonly ready: ReadyModel;
  readonly key: SummaryKey;
  readonly isFresh: boolean;
}): Promise<Result<StoredSummary, ModelUseError>> {
  const { readings, document, ready, key } = input;
  const measured = await readings.measure(document, ready);
  if (!measured.ok) return measured;
  const measures = measured.value;
  const { style, length, language, modelHash } = key;
  const plan = planWriting({ style, length, measures });
  // A mail that fits is answered from its own words, not from notes on them.
  const isWhole = style === 'reply' && fitsWhole(measures, plan.pointTokens);
  const kind: ReadingKind = style === 'actions' ? 'actions' : isWhole ? 'whole' : 'statements';
  const reading = readings.provide({ ...input, modelHash, kind, length, measures });
  return ok({
    id: summaryIdSchema.parse(randomUUID()),
    documentId: document.id,
    readingId: reading.id,
    modelId: ready.model.id,
    modelName: ready.model.name,
    ...{ modelHash, length, style, language, plan },
    state: 'reading',
    text: '',
    points: [],
    actions: [],
    elapsedMs: 0,
    error: null,
    createdAt: new Date().toISOString(),
  });
}
