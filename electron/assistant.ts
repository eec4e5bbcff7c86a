import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { AppStatus } from '../shared/contract/app.ts';
import type { DocumentId } from '../shared/ids.ts';
import { ok, type Result } from '../shared/result.ts';
import { createChat } from './chat/chat.ts';
import type { StartChild } from './children/child.ts';
import { createCoalescer } from './coalescer.ts';
import { createCode } from './code/createCode.ts';
import { createDocuments } from './documents/documents.ts';
import { createParser } from './documents/parse/parserClient.ts';
import { passageForModel, retrieve } from './documents/retrieve.ts';
import { weighMatches } from './documents/search/weighMatches.ts';
import { formsOf, languageOf, tellingWords } from './documents/search/wording.ts';
import { cutSentences } from './documents/sentences.ts';
import { contextsFolder, keepOnlyContextsOf } from './engine/contextFiles.ts';
import { createEngine } from './engine/engineClient.ts';
import type { Peer, PeerConnection } from './ipc/peer.ts';
import { createRouter } from './ipc/router.ts';
import { appRoutes } from './ipc/routes/app.ts';
import { chatRoutes } from './ipc/routes/chat.ts';
import { codeRoutes } from './ipc/routes/code.ts';
import { collectionRoutes } from './ipc/routes/collections.ts';
import { comparisonRoutes } from './ipc/routes/comparisons.ts';
import { documentRoutes } from './ipc/routes/documents.ts';
import { embeddingRoutes } from './ipc/routes/embeddings.ts';
import { libraryRoutes } from './ipc/routes/library.ts';
import { listingRoutes } from './ipc/routes/listings.ts';
import { modelRoutes } from './ipc/routes/models.ts';
import { originalRoutes } from './ipc/routes/originals.ts';
import { paperRoutes } from './ipc/routes/papers.ts';
import { recognitionRoutes } from './ipc/routes/recognition.ts';
import { rerankingRoutes } from './ipc/routes/reranking.ts';
import { searchRoutes } from './ipc/routes/search.ts';
import { isMemoryShort, readMemory } from './models/memoryPressure.ts';
import { createModels } from './models/models.ts';
import type { ConnectionLog } from './network/connectionLog.ts';
import { createEnergy } from './power/energy.ts';
import type { PowerWatch } from './power/powerState.ts';
import { createSettings } from './settings/settings.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { DatabaseKey } from './storage/databaseKey.ts';
import { createFileGrants, type FileGrants } from './storage/fileGrants.ts';
import { closeDatabase, openDatabase } from './storage/openDatabase.ts';
import type { StorageError } from './storage/storageError.ts';

/** Each may take as much memory as its limit says. */
const parsersAtOnce = Math.min(4, Math.max(2, availableParallelism()));

export interface AssistantParts {
  readonly surface: AppStatus['surface'];
  readonly version: string;
  readonly dataFolder: string;
  readonly databaseKey: DatabaseKey;
  readonly settingsStore: SettingsStore;
  readonly startChild: StartChild;
  /** Built engine and parser modules (in tests: their sources). */
  readonly engineEntryPath: string;
  readonly parserEntryPath: string;
  /** The folder `resources`. */
  readonly resourcesFolder: string;
  readonly connectionLog: ConnectionLog;
  /** Null where power is not spared: a command's result is waited for, whatever it takes. */
  readonly power: PowerWatch | null;
  /** Whether it stays open: follows watched folders, reads and embeds what waits, and tidies up; else only what a command asks for. */
  readonly keepsUpLibrary: boolean;
  /** Files are about to be read: what reads them starts while the database is opened. */
  readonly isAboutToRead?: boolean | undefined;
  /** Told of bugs: what was shown to the person as 'internal' carries the same reference. */
  readonly logError: (reference: string, cause: unknown) => void;
}

/** Sotto without a surface: what main.ts, headless.ts and the tests run. */
export interface Assistant {
  readonly files: FileGrants;
  /** Opens one view's channel. */
  connect(peer: Peer): PeerConnection;
  /** Ends streams, saves what was written so far, stops the children, closes the database. */
  dispose(): Promise<void>;
}

/** Builds the domains on one data folder. Fails where the folder cannot be opened, and leaves it as it was. */
export async function createAssistant(parts: AssistantParts): Promise<Result<Assistant, StorageError>> {
  const { dataFolder, connectionLog, startChild } = parts;
  const onConnectionBlocked = connectionLog.record;
  const parserParts = { startChild, entryPath: parts.parserEntryPath, onConnectionBlocked };
  const parser = createParser({ ...parserParts, limits: { maxProcesses: parsersAtOnce } });
  const politeParser = createParser({ ...parserParts, isPolite: true, limits: { maxProcesses: 1 } });
  if (parts.isAboutToRead) parser.warmUp();
  const opened = openDatabase({ dataFolder, key: parts.databaseKey });
  if (!opened.ok) {
    await parser.dispose();
    return opened;
  }
  const database = opened.value;
  const files = createFileGrants();
  const settings = createSettings({
    store: parts.settingsStore,
    onChanged(changed) {
      models.noteSettingsChanged();
      documents.embeddings.wake();
      documents.reranking.noteChanged();
      energy.noteSettingsChanged();
      router.publish('settings.changed', changed);
    },
  });
  const contexts = contextsFolder({ dataFolder, databaseKeyHex: parts.databaseKey.hex });
  const engine = createEngine({
    startChild,
    contexts,
    entryPath: parts.engineEntryPath,
    onConnectionBlocked,
    isMemoryShort: async () => isMemoryShort(await readMemory()),
    threadCachePath: join(dataFolder, 'threads.json'),
    backendMemory: { path: join(dataFolder, 'engine.json'), version: parts.version },
  });
  const publishEngineState = () => router.publish('models.engineStateChanged', models.engineState());
  const energy = createEnergy({
    watch: parts.power,
    readSettings: settings.read,
    onChanged({ fewerThreadsFor, pausedFor }) {
      const isPaused = pausedFor.length > 0;
      engine.setPace({
        threads: fewerThreadsFor.length > 0 ? 'fewer' : 'usual',
        background: isPaused ? 'pause' : 'run',
      });
      documents.summaries.setPaused(isPaused);
      documents.library.setPowerPaused(isPaused);
      documents.embeddings.wake();
      documents.listings.setPaused(isPaused);
      publishEngineState();
    },
  });
  const models = createModels({
    database,
    engine,
    files,
    dataFolder,
    readSettings: settings.read,
    readEnergy: () => energy.state,
    onChanged(changed) {
      router.publish('models.changed', changed);
      documents.embeddings.wake();
      documents.reranking.noteChanged();
    },
  });
  const documents = createDocuments({
    database,
    parser,
    politeParser,
    files,
    sampleFile: {
      path: join(parts.resourcesFolder, 'samples', 'welcome.pdf'),
      fileName: 'welcome.pdf',
      isTemporary: false,
    },
    provideModel: models.provide,
    contentHashOfModel: models.contentHashOf,
    embedding: {
      models: models.embedding,
      readWishes() {
        const { isMeaningSearched, isEmbeddingPaused } = settings.read();
        return {
          isOn: isMeaningSearched,
          isPaused: isEmbeddingPaused,
          isHeld: energy.state.pausedFor.length > 0,
        };
      },
      onChanged: (state) => router.publish('embeddings.changed', state),
    },
    reranking: {
      models: models.reranking,
      isOn: () => settings.read().isReranked,
      onChanged: (state) => router.publish('reranking.changed', state),
    },
    onChanged(documentId, change) {
      // Once for many: a folder brings and takes thousands of documents.
      wakingEmbeddings.ask();
      router.publish('documents.changed', { documentId, change });
      // Its passages may be in what was read of any conversation.
      if (change === 'removed') forgetting.ask();
    },
    library: {
      onStateChanged: (state) => router.publish('library.stateChanged', state),
      onFoldersChanged: (folders) => router.publish('library.foldersChanged', folders),
      onWork: (isWorking) => noteWork({ library: isWorking }),
      logError: (cause) => parts.logError('library', cause),
    },
    onIndexChanged: (state) => router.publish('search.indexChanged', state),
    onCollectionChanged: (collectionId, change) =>
      router.publish('collections.changed', { collectionId, change }),
  });
  const work = { engine: false, library: false };
  const noteWork = (change: Partial<typeof work>) => {
    Object.assign(work, change);
    energy.noteWork(work.engine || work.library);
  };
  const wakingEmbeddings = createCoalescer(() => documents.embeddings.wake());
  const forgetting = createCoalescer(() => keepUp(engine.forgetConversations(allConversations())));
  let keptUp: Promise<unknown> = Promise.resolve();
  const keepUp = (work: Promise<void>) => {
    const done = work.catch((cause) => parts.logError('contexts', cause));
    keptUp = Promise.all([keptUp, done]);
  };
  const allConversations = () =>
    chat.list({ offset: 0, limit: Number.MAX_SAFE_INTEGER }).conversations.map(({ id }) => id);
  const languageOfDocument = (documentId: DocumentId) => documents.store.get(documentId)?.language ?? null;
  const chat = createChat({
    database,
    searcher: {
      retrieve: (input) => retrieve(documents.search, input),
      weighMatches: (query, passages) =>
        weighMatches(
          query,
          passages.map((one) => ({ ...one, language: languageOfDocument(one.documentId) })),
        ),
      getPassages: documents.search.getPassages,
      languageOfDocument,
      passageForModel,
      wording: { cutSentences, languageOf, tellingWords, formsOf },
    },
    lister: documents.listings,
    provideModel: models.provide,
    readSettings: settings.read,
    onChanged(conversationId, change) {
      router.publish('chat.changed', { conversationId, change });
      if (change === 'removed') keepUp(engine.forgetConversations([conversationId]));
    },
  });
  const code = createCode({ database, provideModel: models.provide, files });

  const router = createRouter({
    handlers: {
      ...appRoutes({
        status: {
          version: parts.version,
          surface: parts.surface,
          platform: process.platform,
          dataFolder,
          keyProtection: parts.databaseKey.protection,
        },
        connectionLog,
        settings,
        energy,
      }),
      ...modelRoutes(models, engine, energy),
      ...documentRoutes(documents),
      ...originalRoutes(documents.originals),
      ...comparisonRoutes(documents),
      ...paperRoutes(),
      ...collectionRoutes(documents.collections),
      ...libraryRoutes(documents.library, files),
      ...searchRoutes(documents.finder, documents.indexRenewal),
      ...embeddingRoutes(documents.embeddings),
      ...rerankingRoutes(documents.reranking),
      ...listingRoutes(documents.listings),
      ...recognitionRoutes(documents),
      ...chatRoutes(chat),
      ...codeRoutes(code),
    },
    logError: parts.logError,
  });
  const noteEngine = () => {
    const openCalls = engine.embedderStatus.openCalls + engine.rerankerStatus.openCalls;
    noteWork({ engine: engine.status.openAnswers > 0 || openCalls > 0 });
    publishEngineState();
  };
  const stopListening = [
    engine.onStatusChanged(noteEngine),
    engine.onEncodersChanged(noteEngine),
    connectionLog.onRecorded((connection) => router.publish('app.connectionAttempted', connection)),
  ];

  if (parts.keepsUpLibrary) {
    keepUp(keepOnlyContextsOf(contexts, allConversations()));
    documents.library.start();
    documents.embeddings.start();
    documents.indexRenewal.start();
  }

  return ok({
    files,
    connect: router.connect,
    async dispose() {
      for (const stop of stopListening) stop();
      await router.dispose();
      energy.dispose();
      code.dispose();
      models.dispose();
      await chat.dispose();
      wakingEmbeddings.dispose();
      await documents.dispose();
      forgetting.dispose();
      await Promise.all([engine.dispose(), parser.dispose(), politeParser.dispose()]);
      await keptUp;
      await files.dispose();
      closeDatabase({ database, dataFolder });
    },
  });
}
