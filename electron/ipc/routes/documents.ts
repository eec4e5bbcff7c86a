import { fail, ok } from '../../../shared/result.ts';
import type { AddProgress } from '../../documents/addDocument.ts';
import type { Documents } from '../../documents/documents.ts';
import type { SummaryUpdate } from '../../documents/summarise/summaries.ts';
import type { HandlerEvent, Handlers } from '../handlers.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

/** Comparisons and digests have routes of their own. */
type DocumentHandlers = Omit<
  Pick<Handlers, Extract<keyof Handlers, `documents.${string}`>>,
  'documents.compare' | 'documents.digest'
>;

export function documentRoutes(documents: Documents): DocumentHandlers {
  return {
    'documents.add': (input, { signal }) =>
      addingStream((onProgress) => documents.add({ ...input, signal, onProgress })),
    'documents.list': (input) => ok(documents.store.list(input)),
    'documents.get': ({ documentId }) => {
      const document = documents.store.get(documentId);
      return document ? ok(document) : fail({ code: 'documents.notFound' });
    },
    'documents.readPages': ({ documentId, pages }) => {
      const document = documents.store.get(documentId);
      if (!document) return fail({ code: 'documents.notFound' });
      return ok({ blocks: documents.store.readBlocks({ documentId, pages }), pages: document.pages });
    },
    'documents.remove': ({ documentId }) => documents.remove(documentId),
    'documents.search': async (input, { signal }) => ok(await documents.search.find({ ...input, signal })),
    'documents.pickKeySentences': (input) => documents.pickKeySentences(input),
    'documents.startSummary': (input, { signal }) => documents.summaries.start({ ...input, signal }),
    'documents.pauseSummary': ({ summaryId }) => documents.summaries.pause(summaryId),
    'documents.removeSummary': ({ summaryId }) => documents.summaries.remove(summaryId),
    'documents.listSummaries': ({ documentId }) => ok(documents.summaries.list(documentId)),
    'documents.watchSummary': ({ summaryId }, { signal }) => watchStream(documents, { summaryId, signal }),
  };
}

/** A file on its way into the library. */
export async function* addingStream(
  add: (onProgress: (progress: AddProgress) => void) => ReturnType<Documents['add']>,
): AsyncGenerator<HandlerEvent<'documents.add'>> {
  const progress: Mailbox<AddProgress> = createMailbox();
  const adding = add((step) => progress.replace(step)).finally(() => progress.close());
  for await (const step of progress) yield { kind: 'item', item: { kind: 'progress', ...step } };
  const added = await adding;
  yield added.ok ? { kind: 'finished', value: added.value } : { kind: 'failed', error: added.error };
}

async function* watchStream(
  documents: Documents,
  input: { readonly summaryId: Parameters<Documents['summaries']['get']>[0]; readonly signal: AbortSignal },
): AsyncGenerator<HandlerEvent<'documents.watchSummary'>> {
  const { summaries } = documents;
  const updates: Mailbox<SummaryUpdate> = createMailbox();
  const unfollow = summaries.follow(input.summaryId, (update) =>
    update === null ? updates.close() : updates.replace(update),
  );
  const leave = () => updates.close();
  input.signal.addEventListener('abort', leave, { once: true });
  try {
    const now = summaries.get(input.summaryId);
    if (unfollow && now) {
      yield { kind: 'item', item: { kind: 'state', summary: now } };
      for await (const update of updates) yield { kind: 'item', item: update };
    }
  } finally {
    unfollow?.();
    input.signal.removeEventListener('abort', leave);
  }
  const rested = summaries.get(input.summaryId);
  yield rested
    ? { kind: 'finished', value: rested }
    : { kind: 'failed', error: { code: 'documents.summaryNotFound' } };
}
