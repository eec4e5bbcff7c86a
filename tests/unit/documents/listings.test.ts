import { expect, test } from 'vitest';
import { createDocumentStore } from '../../../electron/documents/documentStore.ts';
import { createListings, type ListingRequest } from '../../../electron/documents/exhaustive/listings.ts';
import { createPassageSearch } from '../../../electron/documents/search/passageSearch.ts';
import type { GenerateInput } from '../../../electron/engine/engine.ts';
import type { ProvideModel } from '../../../electron/engine/modelProvider.ts';
import type { Database } from '../../../electron/storage/database.ts';
import type { Listing } from '../../../shared/contract/listings.ts';
import { type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import { fail } from '../../../shared/result.ts';
import { chunkOf } from '../../support/documents/chunkOf.ts';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';

const reportId = documentIdSchema.parse('report');
const passages = 60;
const question = 'List all suppliers that are named.';

/** Every second passage names a supplier; the same one again after ten, in other words. */
function putReport(database: Database, documentId: DocumentId = reportId) {
  createDocumentStore(database).put({
    document: {
      id: documentId,
      title: 'Report',
      fileName: 'report.txt',
      path: `/${documentId}.txt`,
      format: 'txt',
      sizeBytes: 1,
      contentHash: documentId,
      language: 'en',
      pages: passages,
      words: 1,
      addedAt: '2026-01-01T00:00:00.000Z',
    },
    blocks: [],
    chunks: Array.from({ length: passages }, (_, index) =>
      chunkOf(
        index % 2 === 0
          ? `Page ${index + 1} says that parts came from Supplier${(index / 2) % 10} in “good time”.`
          : `Page ${index + 1} names nobody.`,
        { page: index + 1 },
      ),
    ),
  });
}

/** Like a model that finds what there is, in varying words, and makes up one quote on the first page. */
function findSuppliers({ messages }: GenerateInput): string {
  const text = messages.at(-1)?.text ?? '';
  const name = /Supplier\d/.exec(text)?.[0];
  const page = Number(/Page (\d+)/.exec(text)?.[1]);
  const hits = name
    ? [
        {
          quote: `parts came from  ${name} in "good time"`,
          item: page > 30 ? `the ${name.toUpperCase()}` : name,
        },
      ]
    : [];
  if (page === 1) hits.push({ quote: 'parts came from Nobody', item: 'Nobody' });
  return JSON.stringify({ hits });
}

function modelSaying(answer: (input: GenerateInput) => string | Promise<string>, parallelCalls = 4) {
  const fake = createFakeEngine({ answer: () => [], parallelCalls });
  const asked: GenerateInput[] = [];
  const provideModel: ProvideModel = async (input) => {
    const ready = await fake.provideModel(input);
    if (!ready.ok) return ready;
    const generate: typeof fake.engine.generate = async function* (call) {
      asked.push(call);
      const text = await answer(call);
      const speaking = createFakeEngine({ answer: () => [text] });
      yield* speaking.engine.generate(call);
    };
    return { ok: true, value: { ...ready.value, engine: { ...fake.engine, generate } } };
  };
  return { provideModel, asked };
}

const withoutModel: ProvideModel = async () => fail({ code: 'models.noneInstalled' });

function listingsWith(database: Database, provideModel: ProvideModel) {
  return createListings({
    database,
    documents: createDocumentStore(database),
    search: createPassageSearch(database),
    provideModel,
    contentHashOfModel: () => 'model-hash',
  });
}

async function answer(
  listings: ReturnType<typeof listingsWith>,
  more: Partial<ListingRequest> = {},
  onListing: (listing: Listing) => void = () => undefined,
): Promise<Listing | null> {
  const answering = listings.answer({
    question,
    scope: {},
    reading: { kind: 'everything' },
    messageId: null,
    withoutModel: false,
    signal: new AbortController().signal,
    ...more,
  });
  for (;;) {
    const next = await answering.next();
    if (!next.done) {
      if (next.value.kind === 'listing') onListing(next.value.listing);
      continue;
    }
    if (!next.value.ok) throw new Error(JSON.stringify(next.value.error));
    return next.value.value;
  }
}

test('every passage is read, what is quoted wrongly is dropped and counted, and the same thing stands once', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const listings = listingsWith(database, modelSaying(findSuppliers).provideModel);
  const listing = await answer(listings);
  expect(listing).toMatchObject({
    way: 'model',
    state: 'finished',
    coverage: { read: passages, total: passages, failed: 0, documents: 1 },
    found: 10,
    mentions: 30,
    dropped: 1,
  });
  if (!listing) return;
  const page = listings.readItems({ listingId: listing.id, offset: 0, limit: 3 });
  expect(page.ok && page.value.total).toBe(10);
  expect(page.ok && page.value.items.map(({ text, mentions }) => ({ text, mentions }))).toEqual([
    { text: 'Supplier0', mentions: 3 },
    { text: 'Supplier1', mentions: 3 },
    { text: 'Supplier2', mentions: 3 },
  ]);
  const [first] = page.ok ? page.value.items : [];
  expect(first).toMatchObject({ alsoNamed: ['the SUPPLIER0'] });
  expect(first?.places.map(({ pages }) => pages[0])).toEqual([1, 21, 41]);
});

test('after a kill only what was not read is read, and a removed document takes what was found with it', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const controller = new AbortController();
  const first = modelSaying(findSuppliers);
  const stopped = await answer(
    listingsWith(database, first.provideModel),
    { signal: controller.signal },
    (now) => {
      if (now.coverage.read >= 12) controller.abort();
    },
  );
  // A fake engine is too fast to be stopped within 200 ms of telling; the stop may come at the end.
  if (stopped?.state !== 'finished') expect(stopped?.state).toBe('paused');
  database.prepare("update listings set state = 'reading'").run();
  database.prepare('delete from listing_passages where chunk_id > 20').run();

  const kept = Number(database.prepare('select count(*) from listing_passages').pluck().get());
  expect(kept).toBeGreaterThan(0);
  const second = modelSaying(findSuppliers);
  const restarted = listingsWith(database, second.provideModel);
  expect(stopped && restarted.get(stopped.id)?.state).toBe('interrupted');
  const listing = await answer(restarted);
  expect(listing?.id).toBe(stopped?.id);
  expect(listing).toMatchObject({ state: 'finished', found: 10, mentions: 30 });
  const read = second.asked.filter(({ messages }) => messages.at(-1)?.text.startsWith('Passage'));
  expect(read).toHaveLength(passages - kept);

  createDocumentStore(database).remove(reportId);
  restarted.noteDocumentsChanged();
  expect(listing && restarted.get(listing.id)).toMatchObject({ found: 0, coverage: { total: 0 } });
  expect(database.prepare('select count(*) from listing_passages').pluck().get()).toBe(0);
});

test('a passage that cannot be read is counted as such, and read when it is asked for again', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const broken = modelSaying((input) =>
    input.messages.at(-1)?.text.includes('Page 7 ') ? '{"hits": [{"quo' : findSuppliers(input),
  );
  const listing = await answer(listingsWith(database, broken.provideModel));
  expect(listing).toMatchObject({
    state: 'finished',
    coverage: { read: passages - 1, failed: 1 },
    mentions: 29,
  });
  const mended = modelSaying(findSuppliers);
  expect(await answer(listingsWith(database, mended.provideModel))).toMatchObject({
    id: listing?.id,
    coverage: { read: passages, failed: 0 },
    mentions: 30,
  });
});

test('what was found goes with the last listing that found it', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const listings = listingsWith(database, modelSaying(findSuppliers).provideModel);
  const listing = await answer(listings);
  expect(database.prepare('select count(*) from listing_passages').pluck().get()).toBe(passages);
  if (listing) listings.remove(listing.id);
  expect(database.prepare('select count(*) from listing_passages').pluck().get()).toBe(0);
});

test('names that are alike become one where the model says so', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const saysSame = modelSaying((input) => {
    const text = input.messages.at(-1)?.text ?? '';
    if (text.startsWith('Pair')) return JSON.stringify({ pair1: true });
    const page = Number(/Page (\d+)/.exec(text)?.[1]);
    const item = page === 1 ? 'Amsel Trading GmbH' : page === 3 ? 'Amsel Trading' : null;
    return JSON.stringify({ hits: item ? [{ quote: 'parts came from', item }] : [] });
  });
  const listings = listingsWith(database, saysSame.provideModel);
  const listing = await answer(listings);
  expect(listing).toMatchObject({ found: 1, mentions: 2 });
});

test('without a model every passage that contains the words is listed', async () => {
  const database = temporaryDatabase();
  putReport(database);
  const listings = listingsWith(database, withoutModel);
  const listing = await answer(listings, {
    question: 'How many pages say that parts came?',
    reading: { kind: 'automatic' },
  });
  expect(listing).toMatchObject({ way: 'words', kind: 'count', state: 'finished', modelName: null });
  // The passages that come nearest help more than an empty list that nobody asked for.
  const nowhere = { question: 'How many elephants came?' };
  expect(await answer(listings, { ...nowhere, reading: { kind: 'automatic' } })).toBeNull();
  expect(await answer(listings, nowhere)).toMatchObject({ way: 'words', found: 0 });
  const listed = await answer(listings, {
    question: 'List all parts from supplier3',
    reading: { kind: 'automatic' },
  });
  expect(listed).toMatchObject({ way: 'words', found: 3, target: 'parts supplier3' });
  const page = listed && listings.readItems({ listingId: listed.id, offset: 0, limit: 10 });
  expect(page?.ok && page.value.items.map(({ places }) => places[0]?.pages[0])).toEqual([7, 27, 47]);
});

test.each([
  'How many suppliers are named?',
  'Liste alle Lieferanten auf',
  'Wie viele Lieferanten gibt es?',
  'Combien de fournisseurs y a-t-il ?',
  '¿Cuántos proveedores se mencionan?',
  'Quanti fornitori ci sono?',
  'Сколько поставщиков названо?',
  '列出所有供应商',
  '供应商有多少家?',
  'サプライヤーは何社ありますか',
  '공급업체는 몇 개입니까?',
  'كم عدد الموردين؟',
  'Ilu jest dostawców?',
  'Kaç tedarikçi var?',
])('the model is asked about %s', async (asked) => {
  const database = temporaryDatabase();
  putReport(database);
  const model = modelSaying(() => JSON.stringify({ kind: 'ordinary' }));
  expect(
    await answer(listingsWith(database, model.provideModel), {
      question: asked,
      reading: { kind: 'automatic' },
    }),
  ).toBeNull();
  expect(model.asked).toHaveLength(1);
});

// Catches a wait before every ordinary answer.
test.each([
  'When does the lease end?',
  'Who signed the contract?',
  'Wann endet der Vertrag?',
  'Pourquoi le projet est-il en retard ?',
  'Когда заканчивается договор?',
  '合同什么时候到期?',
  'Polonya ile ticaret ne zaman başladı?',
])('an ordinary question costs no call: %s', async (asked) => {
  const database = temporaryDatabase();
  putReport(database);
  const model = modelSaying(() => JSON.stringify({ kind: 'list', target: 'x' }));
  expect(
    await answer(listingsWith(database, model.provideModel), {
      question: asked,
      reading: { kind: 'automatic' },
    }),
  ).toBeNull();
  expect(model.asked).toHaveLength(0);
});
