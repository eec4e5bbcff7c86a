import type { Document, DocumentError } from '../../shared/contract/documents.ts';
import type { SummaryLength } from '../../shared/contract/settings.ts';
import type { KeySentences, SummaryStyle } from '../../shared/contract/summaries.ts';
import type { CollectionId, DocumentId, FileId, ModelId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { ProvideModel } from '../engine/modelProvider.ts';
import type { Database } from '../storage/database.ts';
import type { FileGrants, GrantedFile } from '../storage/fileGrants.ts';
import { type Collections, createCollections } from './collections.ts';
import { createDocumentStore, type DocumentStore } from './documentStore.ts';
import { pickInstant } from './instant/pickInstant.ts';
import { type AddProgress, addDocument } from './library.ts';
import type { Parser } from './parse/parser.ts';
import { createPassageSearch, type PassageSearch } from './search/passageSearch.ts';
import { createReadings } from './summarise/readings.ts';
import { createSummaries, type Summaries } from './summarise/summaries.ts';

export interface Documents {
  readonly store: Pick<DocumentStore, 'get' | 'list' | 'readBlocks'>;
  readonly search: PassageSearch;
  readonly summaries: Summaries;
  readonly collections: Collections;
  add(input: {
    readonly source: { readonly kind: 'file'; readonly fileId: FileId } | { readonly kind: 'sample' };
    /** Of a protected file; used for this reading only. */
    readonly password?: string | undefined;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: AddProgress) => void;
  }): Promise<Result<{ document: Document; isNew: boolean }, DocumentError>>;
  remove(documentId: DocumentId): Promise<Result<Record<string, never>, DocumentError>>;
  pickKeySentences(input: {
    readonly documentId: DocumentId;
    readonly length: SummaryLength;
    readonly style?: SummaryStyle | undefined;
    readonly sentences?: number | undefined;
  }): Result<KeySentences, DocumentError>;
  dispose(): Promise<void>;
}

export function createDocuments(parts: {
  readonly database: Database;
  readonly parser: Parser;
  readonly files: FileGrants;
  readonly sampleFile: GrantedFile;
  readonly provideModel: ProvideModel;
  readonly contentHashOfModel: (modelId: ModelId) => string | null;
  readonly onChanged: (documentId: DocumentId, change: 'added' | 'updated' | 'removed') => void;
  readonly onCollectionChanged: (collectionId: CollectionId, change: 'added' | 'updated' | 'removed') => void;
}): Documents {
  const { database, parser, files, onChanged } = parts;
  const store = createDocumentStore(database);
  const summaries = createSummaries({
    database,
    documents: store,
    readings: createReadings({ database, documents: store }),
    provideModel: parts.provideModel,
    contentHashOfModel: parts.contentHashOfModel,
  });

  return {
    store,
    search: createPassageSearch(database),
    summaries,
    collections: createCollections({ database, onChanged: parts.onCollectionChanged }),
    async add({ source, password, signal, onProgress }) {
      const file = source.kind === 'sample' ? parts.sampleFile : files.resolve(source.fileId);
      if (!file) return fail({ code: 'files.expired' });
      const added = await addDocument({ file, password, store, parser, signal, onProgress });
      if (!added.ok) return added;
      const { document, isNew, replacedId } = added.value;
      if (replacedId) onChanged(replacedId, 'removed');
      if (isNew) onChanged(document.id, 'added');
      return ok({ document, isNew });
    },
    async remove(documentId) {
      await summaries.stopForDocument(documentId);
      if (!store.remove(documentId)) return fail({ code: 'documents.notFound' });
      onChanged(documentId, 'removed');
      return ok({});
    },
    pickKeySentences({ documentId, length, style = 'keyPoints', sentences }) {
      const document = store.get(documentId);
      if (!document) return fail({ code: 'documents.notFound' });
      const startedAt = performance.now();
      const blocks = store.readBlocks({ documentId });
      const { points, dates, ...coverage } = pickInstant({ document, blocks, length, style, sentences });
      return ok({
        points: [...points],
        dates: [...dates],
        coverage,
        elapsedMs: performance.now() - startedAt,
      });
    },
    dispose: () => summaries.dispose(),
  };
}
