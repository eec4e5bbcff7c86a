import type { Handlers } from '../../electron/ipc/handlers.ts';

/** Handlers that are each a bug to call; a test replaces those it is about. */
export function createTestHandlers(replaced: Partial<Handlers>): Handlers {
  const notInThisTest = () => {
    throw new Error('not in this test');
  };
  return {
    'app.getStatus': notInThisTest,
    'app.listConnections': notInThisTest,
    'app.stayVisible': notInThisTest,
    'settings.get': notInThisTest,
    'settings.update': notInThisTest,
    'models.list': notInThisTest,
    'models.add': notInThisTest,
    'models.remove': notInThisTest,
    'models.addAdapter': notInThisTest,
    'models.setAdapterScale': notInThisTest,
    'models.removeAdapter': notInThisTest,
    'models.load': notInThisTest,
    'models.unload': notInThisTest,
    'models.retryBackends': notInThisTest,
    'models.continueBackground': notInThisTest,
    'models.getEngineState': notInThisTest,
    ...documentHandlers(notInThisTest),
    ...collectionHandlers(notInThisTest),
    'originals.open': notInThisTest,
    'originals.read': notInThisTest,
    'originals.readPdfPart': notInThisTest,
    'embeddings.getState': notInThisTest,
    'embeddings.run': notInThisTest,
    'embeddings.retry': notInThisTest,
    'chat.list': notInThisTest,
    'chat.create': notInThisTest,
    'chat.open': notInThisTest,
    'chat.rename': notInThisTest,
    'chat.setScope': notInThisTest,
    'chat.remove': notInThisTest,
    'chat.send': notInThisTest,
    'chat.regenerate': notInThisTest,
    'chat.awaitChecks': notInThisTest,
    'chat.editAndResend': notInThisTest,
    'chat.showVersion': notInThisTest,
    'code.openFile': notInThisTest,
    'code.run': notInThisTest,
    'code.list': notInThisTest,
    'code.get': notInThisTest,
    'code.accept': notInThisTest,
    'code.reject': notInThisTest,
    'code.remove': notInThisTest,
    ...replaced,
  };
}

function documentHandlers(notInThisTest: () => never) {
  return {
    'documents.add': notInThisTest,
    'documents.list': notInThisTest,
    'documents.get': notInThisTest,
    'documents.readPages': notInThisTest,
    'documents.remove': notInThisTest,
    'documents.search': notInThisTest,
    'documents.pickKeySentences': notInThisTest,
    'documents.startSummary': notInThisTest,
    'papers.writeDocx': notInThisTest,
    'documents.pauseSummary': notInThisTest,
    'documents.removeSummary': notInThisTest,
    'documents.listSummaries': notInThisTest,
    'documents.watchSummary': notInThisTest,
    'library.getState': notInThisTest,
    'library.listFolders': notInThisTest,
    'library.addFolder': notInThisTest,
    'library.setWatched': notInThisTest,
    'library.checkFolder': notInThisTest,
    'library.removeFolder': notInThisTest,
    'library.listFiles': notInThisTest,
    'library.retry': notInThisTest,
    'library.pause': notInThisTest,
    'library.resume': notInThisTest,
    'library.setPace': notInThisTest,
    'library.index': notInThisTest,
    'library.follow': notInThisTest,
    'documents.compare': notInThisTest,
    'documents.digest': notInThisTest,
  };
}

function collectionHandlers(notInThisTest: () => never) {
  return {
    'collections.list': notInThisTest,
    'collections.create': notInThisTest,
    'collections.rename': notInThisTest,
    'collections.remove': notInThisTest,
    'collections.addDocuments': notInThisTest,
    'collections.removeDocuments': notInThisTest,
    'collections.addFolder': notInThisTest,
    'collections.removeFolder': notInThisTest,
    'search.find': notInThisTest,
    'search.listFilters': notInThisTest,
  };
}
