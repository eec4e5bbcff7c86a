import type { Document } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';
import type { Database } from '../../storage/database.ts';
import { chaptersOf } from '../chapters.ts';
import type { DocumentStore } from '../documentStore.ts';
import { charactersOf, type Measures, planReading, type ReadingKind, serves } from './plan.ts';
import { createReadingStore, type ReadingStore, type StoredReading } from './readingStore.ts';
import type { Reading } from './readSection.ts';
import { planSections } from './sections.ts';

export interface Readings {
  readonly store: ReadingStore;
  /** Counts a document's tokens and what the model has room for. */
  measure(document: Document, ready: ReadyModel): Promise<Result<Measures, ModelUseError>>;
  /** The reading whose notes serve a summary of this length, made now where there is none. */
  provide(input: {
    readonly document: Document;
    readonly modelHash: string;
    readonly kind: ReadingKind;
    readonly length: SummaryLength;
    readonly measures: Measures;
    /** Read again, whatever was noted before. */
    readonly isFresh: boolean;
  }): StoredReading;
  /** The sections of a reading with what is noted of them; notes that come are stored. */
  open(reading: StoredReading, document: Document, onNotes: Reading['onNotes']): Reading;
}

/** What models have noted of documents, kept for every summary and comparison that the notes serve. */
export function createReadings(parts: {
  readonly database: Database;
  readonly documents: Pick<DocumentStore, 'readBlocks'>;
}): Readings {
  const { documents } = parts;
  const store = createReadingStore(parts.database);
  return {
    store,
    async measure(document, { engine, loaded }) {
      const blocks = documents.readBlocks({ documentId: document.id });
      const counted = await engine.countTokens(blocks.map((block) => block.text));
      if (!counted.ok) return counted;
      return ok({
        documentTokens: counted.value.reduce((sum, tokens) => sum + tokens + 1, 0),
        documentCharacters: charactersOf(blocks),
        contextTokens: loaded.backgroundContextTokens,
        parallel: loaded.parallel,
      });
    },
    provide({ document, modelHash, kind, length, measures, isFresh }) {
      const documentId = document.id;
      const blocks = documents.readBlocks({ documentId });
      const perCharacter = measures.documentTokens / Math.max(1, measures.documentCharacters);
      const chapterTokens = chaptersOf(blocks).map((chapter) => charactersOf(chapter.blocks) * perCharacter);
      const plan = planReading({ kind, length, measures, chapterTokens });
      const made = isFresh
        ? undefined
        : store.list({ documentId, modelHash, kind }).find((reading) => serves(reading.plan, plan));
      if (made !== undefined) return made;
      const sections = planSections(blocks, plan).map(({ index, pages, heading }) => ({
        position: index,
        pages,
        heading,
      }));
      return store.add({ documentId, modelHash, kind, plan, sections });
    },
    open({ id, plan }, document, onNotes) {
      const kept = store.listSections(id);
      return {
        document,
        plan,
        sections: planSections(documents.readBlocks({ documentId: document.id }), plan),
        notes: new Map(
          kept.flatMap(({ position, notes }) => (notes === null ? [] : [[position, notes] as const])),
        ),
        onNotes(noted) {
          store.putNotes(id, noted);
          onNotes(noted);
        },
      };
    },
  };
}
