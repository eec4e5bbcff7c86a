import path from 'node:path';
import type { Comparison } from '../../shared/contract/comparisons.ts';
import type { Digest } from '../../shared/contract/digests.ts';
import type { Document, DocumentError } from '../../shared/contract/documents.ts';
import type { SearchIndexState } from '../../shared/contract/search.ts';
import type { SummaryLength } from '../../shared/contract/settings.ts';
import type { KeySentences, SummaryError, SummaryStyle } from '../../shared/contract/summaries.ts';
import type { CollectionId, DocumentId, FileId, ModelId } from '../../shared/ids.ts';
import type { RecognitionLanguage } from '../../shared/recognition.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { ProvideModel } from '../engine/modelProvider.ts';
import type { Database } from '../storage/database.ts';
import type { FileGrants, GrantedFile } from '../storage/fileGrants.ts';
import { type AddedDocument, type AddProgress, prepareDocument, storeDocument } from './addDocument.ts';
import { type Collections, createCollections } from './collections.ts';
import { compareDocuments } from './compare/compareDocuments.ts';
import { writeDigest } from './digest/writeDigest.ts';
import { createDocumentStore, type DocumentStore } from './documentStore.ts';
import { createListings, type Listings } from './exhaustive/listings.ts';
import { pickInstant } from './instant/pickInstant.ts';
import { createFileStore } from './library/fileStore.ts';
import { createLibrary } from './library/library.ts';
import type { Library, LibraryParts } from './library/libraryParts.ts';
import { createOriginals, type Originals } from './originals/originals.ts';
import type { Parser } from './parse/parser.ts';
import { createFinder, type Finder } from './search/find.ts';
import { createHybridSearch, type HybridSearch } from './search/hybridSearch.ts';
import { createPassageJudge, type PassageJudge, type PassageJudgeParts } from './search/passageJudge.ts';
import { createPassageSearch, type PassageSearch } from './search/passageSearch.ts';
import { createIndexRenewal, type IndexRenewal } from './search/renewIndex.ts';
import { createReadings } from './summarise/readings.ts';
import { createSummaries, type Summaries } from './summarise/summaries.ts';
import {
  createLibraryEmbedding,
  type EmbeddingParts,
  type LibraryEmbedding,
} from './vectors/embedLibrary.ts';
import { createSearchByMeaning } from './vectors/searchByMeaning.ts';
import { createVectorStore } from './vectors/vectorStore.ts';

export interface Documents {
  readonly store: Pick<DocumentStore, 'get' | 'getRecognition' | 'list' | 'readBlocks'>;
  readonly search: HybridSearch & Pick<PassageSearch, 'listPassages' | 'listDocuments' | 'getPassages'>;
  readonly embeddings: LibraryEmbedding;
  readonly reranking: Pick<PassageJudge, 'state' | 'retry' | 'noteChanged'>;
  readonly finder: Finder;
  readonly indexRenewal: IndexRenewal;
  readonly summaries: Summaries;
  readonly collections: Collections;
  /** The folders it comes from, and what is still to be read. */
  readonly library: Library;
  readonly originals: Originals;
  readonly listings: Listings;
  add(input: {
    readonly source: { readonly kind: 'file'; readonly fileId: FileId } | { readonly kind: 'sample' };
    /** Of a protected file; used for this reading only. */
    readonly password?: string | undefined;
    /** Of the words in its pictures; absent where it is to be told from them. */
    readonly recognitionLanguage?: RecognitionLanguage | undefined;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: AddProgress) => void;
  }): Promise<Result<{ document: Document; isNew: boolean }, DocumentError>>;
  /** Reads a document's file once more, with the words in its pictures in this language. */
  readAgain(input: {
    readonly documentId: DocumentId;
    readonly recognitionLanguage: RecognitionLanguage;
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
  compare(input: Parameters<typeof compareDocuments>[1]): Promise<Result<Comparison, SummaryError>>;
  digest(input: Parameters<typeof writeDigest>[1]): Promise<Result<Digest, SummaryError>>;
  dispose(): Promise<void>;
}

export function createDocuments(parts: {
  readonly database: Database;
  readonly parser: Parser;
  /** Leaves the processor to everything else. */
  readonly politeParser: Parser;
  readonly files: FileGrants;
  readonly sampleFile: GrantedFile;
  readonly provideModel: ProvideModel;
  readonly contentHashOfModel: (modelId: ModelId) => string | null;
  readonly embedding: Omit<EmbeddingParts, 'store'>;
  readonly reranking: PassageJudgeParts;
  readonly onChanged: (documentId: DocumentId, change: 'added' | 'updated' | 'removed') => void;
  readonly onIndexChanged: (state: SearchIndexState) => void;
  readonly onCollectionChanged: (collectionId: CollectionId, change: 'added' | 'updated' | 'removed') => void;
  readonly library: Pick<
    LibraryParts,
    'onStateChanged' | 'onFoldersChanged' | 'onWork' | 'logError' | 'times'
  >;
}): Documents {
  const { database, parser, files } = parts;
  const store = createDocumentStore(database);
  const indexRenewal = createIndexRenewal({
    database,
    onChanged: parts.onIndexChanged,
    logError: parts.library.logError,
  });
  const originals = createOriginals({ database, get: store.get });
  const vectors = createVectorStore(database);
  const words = createPassageSearch(database);
  const meaning = createSearchByMeaning({
    ...parts.embedding,
    store: vectors,
    isOn: () => parts.embedding.readWishes().isOn,
  });
  const embeddings = createLibraryEmbedding({ ...parts.embedding, store: vectors });
  const readings = createReadings({ database, documents: store });
  const summaries = createSummaries({
    database,
    documents: store,
    readings,
    provideModel: parts.provideModel,
    contentHashOfModel: parts.contentHashOfModel,
  });
  const listings = createListings({
    database,
    documents: store,
    search: words,
    provideModel: parts.provideModel,
    contentHashOfModel: parts.contentHashOfModel,
  });
  const onChanged: typeof parts.onChanged = (documentId, change) => {
    listings.noteDocumentsChanged();
    parts.onChanged(documentId, change);
  };

  const libraryFiles = createFileStore(database);
  const findOtherPlace: Parameters<typeof storeDocument>[0]['findOtherPlace'] = (documentId, place) => {
    const other = libraryFiles.otherPlace(documentId, place);
    return other && { path: other.path, fileName: path.basename(other.path) };
  };
  const onStored = ({ document, isNew, isChanged, replacedId }: AddedDocument) => {
    if (replacedId) onChanged(replacedId, 'removed');
    if (isNew) onChanged(document.id, isChanged ? 'updated' : 'added');
  };
  const grantedFile = (place: string): GrantedFile => ({
    path: place,
    fileName: path.basename(place),
    isTemporary: false,
  });

  const library = createLibrary({
    ...parts.library,
    database,
    documents: store,
    readFile: {
      getReady: parser.warmUp,
      prepare: ({ file, seen, pace, ...how }) =>
        prepareDocument({
          file: grantedFile(file.path),
          seen,
          store,
          parser: pace === 'fast' ? parser : parts.politeParser,
          ...how,
        }),
      store(file, prepared) {
        const stored = storeDocument({ file: grantedFile(file.path), store, prepared, findOtherPlace });
        if (stored && file.folderId === null) libraryFiles.keep(stored.document.id);
        return stored;
      },
      onStored,
    },
    async removeDocument(documentId) {
      await summaries.stopForDocument(documentId);
      if (store.remove(documentId)) onChanged(documentId, 'removed');
    },
  });
  const judge = createPassageJudge(parts.reranking);
  const search = { ...words, ...createHybridSearch({ words, meaning, judge }) };
  type How = Omit<Parameters<Documents['add']>[0], 'source'>;
  const addFile = async (file: GrantedFile, how: How): ReturnType<Documents['add']> => {
    const prepared = await prepareDocument({ file, store, parser, ...how });
    if (!prepared.ok) return prepared;
    const stored = database.transaction(() =>
      storeDocument({ file, store, prepared: prepared.value, findOtherPlace }),
    )();
    if (!stored) return addFile(file, how);
    onStored(stored);
    const { document, isNew } = stored;
    await library.noteAdded(document.id, file.isTemporary ? null : file.path);
    if (file.isTemporary) await originals.keep(document, file.path);
    return ok({ document, isNew });
  };

  return {
    store,
    search,
    finder: createFinder({ database, search, getDocument: store.get }),
    indexRenewal,
    embeddings,
    reranking: judge,
    summaries,
    originals,
    collections: createCollections({ database, onChanged: parts.onCollectionChanged }),
    library,
    listings,
    async add({ source, ...how }) {
      const file = source.kind === 'sample' ? parts.sampleFile : files.resolve(source.fileId);
      if (!file) return fail({ code: 'files.expired' });
      return addFile(file, how);
    },
    async readAgain({ documentId, ...how }) {
      const document = store.get(documentId);
      if (!document) return fail({ code: 'documents.notFound' });
      const { path: place, fileName } = document;
      // A copy that was sent from a browser window has no place of its own.
      if (!path.isAbsolute(place)) return fail({ code: 'documents.fileMissing', fileName });
      return addFile({ path: place, fileName, isTemporary: false }, how);
    },
    async remove(documentId) {
      await summaries.stopForDocument(documentId);
      const isRemoved = database.transaction(() => {
        library.leaveOut(documentId);
        return store.remove(documentId);
      })();
      if (!isRemoved) return fail({ code: 'documents.notFound' });
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
    async dispose() {
      const owned = [library, summaries, embeddings, meaning, indexRenewal];
      await Promise.all(owned.map((one) => one.dispose()));
    },
    compare: (input) => compareDocuments({ ...parts, documents: store, readings }, input),
    digest: (input) => writeDigest({ ...parts, documents: store, summaries }, input),
  };
}
