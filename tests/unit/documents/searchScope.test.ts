import { expect, test } from 'vitest';
import { createCollections } from '../../../electron/documents/collections.ts';
import { retrieve } from '../../../electron/documents/retrieve.ts';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { type CollectionId, type DocumentId, documentIdSchema } from '../../../shared/ids.ts';
import { libraryOf } from '../../support/documents/libraryOf.ts';

/** Four documents that say the same, each told apart by something else. */
function sameWords() {
  const library = libraryOf({});
  const say = (name: string) => [`The rent of ${name}`];
  library.put('lease', say('lease'), {
    path: '/home/ada/Flat/lease.pdf',
    format: 'pdf',
    addedAt: '2026-01-01T00:00:00.000Z',
  });
  library.put('mail', say('mail'), {
    path: '/home/ada/Flat/2026/mail.eml',
    format: 'eml',
    // Added long after it was written.
    addedAt: '2026-06-01T00:00:00.000Z',
    datedAt: '2026-02-01T00:00:00.000Z',
  });
  library.put('flatmates', say('flatmates'), {
    path: '/home/ada/Flatmates/list.pdf',
    format: 'pdf',
    addedAt: '2026-03-01T00:00:00.000Z',
  });
  library.put('upload', say('upload'), {
    path: 'upload.md',
    format: 'md',
    addedAt: '2026-04-01T00:00:00.000Z',
  });
  const changes: string[] = [];
  const collections = createCollections({
    database: library.database,
    onChanged: (_, change) => changes.push(change),
  });
  const find = (scope: SearchScope) => {
    const found = library.search.search({ query: 'rent', limit: 10, scope }).map(({ title }) => title);
    // Everything that takes a scope means the same by it.
    const listed = library.store.list({ offset: 0, limit: 10, scope }).documents.map(({ title }) => title);
    expect(listed.toSorted()).toEqual(found.toSorted());
    expect(library.search.listDocuments(scope).map(String).toSorted()).toEqual(found.toSorted());
    return found.toSorted();
  };
  const make = (name: string, documentIds: string[] = []): CollectionId => {
    const made = collections.create(name);
    if (!made.ok) throw new Error(made.error.code);
    if (documentIds.length > 0) {
      collections.addDocuments({
        collectionId: made.value.id,
        documentIds: documentIds.map((id) => documentIdSchema.parse(id)),
      });
    }
    return made.value.id;
  };
  return { ...library, collections, changes, find, make };
}

const id = (text: string): DocumentId => documentIdSchema.parse(text);

test.each<[string, SearchScope, string[]]>([
  ['nothing said', {}, ['flatmates', 'lease', 'mail', 'upload']],
  ['types', { formats: ['pdf', 'md'] }, ['flatmates', 'lease', 'upload']],
  ['no type at all', { formats: [] }, []],
  ['a first day, which is in', { datedAfter: '2026-02-01T00:00:00Z' }, ['flatmates', 'mail', 'upload']],
  ['an end, which is out', { datedBefore: '2026-02-01T00:00:00Z' }, ['lease']],
  ['a folder, with those below it', { pathPrefix: '/home/ada/Flat' }, ['lease', 'mail']],
  ['a folder with its slash, in another case', { pathPrefix: '/HOME/ada/flat/' }, ['lease', 'mail']],
  ['the root', { pathPrefix: '/' }, ['flatmates', 'lease', 'mail']],
  ['wildcards, which are none', { pathPrefix: '/home/%' }, []],
  ['several at once', { pathPrefix: '/home/ada', formats: ['pdf'], documentIds: [id('lease')] }, ['lease']],
])('a scope of %s', (_, scope, expected) => {
  expect(sameWords().find(scope)).toEqual(expected);
});

test('collections add up with documents, and everything else narrows that down', () => {
  const { find, make } = sameWords();
  const flat = make('Flat', ['lease', 'mail']);
  expect(find({ collectionIds: [flat] })).toEqual(['lease', 'mail']);
  expect(find({ collectionIds: [flat], documentIds: [id('upload')] })).toEqual(['lease', 'mail', 'upload']);
  expect(find({ collectionIds: [flat], documentIds: [id('upload')], formats: ['eml'] })).toEqual(['mail']);
  expect(find({ collectionIds: [] })).toEqual([]);
});

test('a folder brings in what is below it, also what is added to it later', () => {
  const { find, make, put, collections } = sameWords();
  const flat = make('Flat', ['lease']);
  collections.addFolder({ collectionId: flat, path: '/home/ada/Flat/' });
  put('new', ['The rent of new'], { path: '/home/ada/Flat/new.txt', contentHash: 'new' });
  expect(find({ collectionIds: [flat] })).toEqual(['lease', 'mail', 'new']);
  expect(collections.list(id('new')).map(({ name }) => name)).toEqual(['Flat']);
  expect(collections.list()).toEqual([
    expect.objectContaining({ name: 'Flat', documents: 3, folders: ['/home/ada/Flat'] }),
  ]);
  const asked = ['lease', 'new', 'upload'].map(id);
  expect(collections.pickMembers({ collectionId: flat, documentIds: asked })).toEqual(
    ['lease', 'new'].map(id),
  );
  collections.removeFolder({ collectionId: flat, path: '/home/ada/Flat' });
  expect(find({ collectionIds: [flat] })).toEqual(['lease']);
});

test('a file that changed stays in its collections, and one that is deleted leaves them', () => {
  const { find, make, put, store } = sameWords();
  const both = make('Both', ['lease', 'mail']);
  put('lease', ['The rent was raised'], { contentHash: 'changed' });
  expect(find({ collectionIds: [both] })).toEqual(['lease', 'mail']);
  store.remove(id('lease'));
  expect(find({ collectionIds: [both] })).toEqual(['mail']);
});

test('deleting a collection deletes no document', () => {
  const { collections, make, store, changes } = sameWords();
  const flat = make('Flat', ['lease', 'mail']);
  expect(collections.remove(flat).ok).toBe(true);
  expect(store.list({ offset: 0, limit: 10 }).total).toBe(4);
  expect(collections.list()).toEqual([]);
  expect(collections.remove(flat)).toEqual({ ok: false, error: { code: 'collections.notFound' } });
  expect(changes).toEqual(['added', 'updated', 'removed']);
});

test('two collections cannot have one name, whatever its case', () => {
  const { collections, make } = sameWords();
  const flat = make('Flat');
  expect(collections.create('FLAT')).toEqual({
    ok: false,
    error: { code: 'collections.nameTaken', name: 'FLAT' },
  });
  expect(collections.rename(flat, 'flat').ok).toBe(true);
});

// Catches a filter that is applied after the best hundred were taken, which loses what stands behind them.
test('a narrow scope finds what a thousand better passages elsewhere stand before', () => {
  const { search, put } = libraryOf({
    crowd: Array.from({ length: 1000 }, (_, index) => `rent rent ${index}`),
  });
  const needle = put('needle', ['much is said here, and among all of it one word about rent, in passing'], {
    contentHash: 'needle',
  });
  const found = search.search({ query: 'rent', limit: 5, scope: { documentIds: [needle] } });
  expect(found.map(({ title }) => title)).toEqual(['needle']);
});

test('an answer is grounded in its collection alone, however many documents there are besides', async () => {
  const { search, make, put } = sameWords();
  for (let index = 0; index < 50; index += 1) {
    put(`other${index}`, [`The rent of other${index} `.repeat(50)], { contentHash: `other${index}` });
  }
  const flat = make('Flat', ['lease', 'mail']);
  const ask = (scope: SearchScope, question: string) =>
    retrieve(search, {
      signal: new AbortController().signal,
      scope,
      question,
      maxTokens: 60,
      countTokens: async (texts) => texts.map((text) => text.split(/\s+/).length),
    });
  const inFlat = await ask({ collectionIds: [flat] }, 'what is the rent?');
  expect(inFlat.mode).toBe('wholeDocument');
  expect(inFlat.passages.map(({ title }) => title).toSorted()).toEqual(['lease', 'mail']);
  const everywhere = await ask({}, 'rent of the upload');
  expect(everywhere.mode).toBe('passages');
  expect(everywhere.passages.map(({ title }) => title)).toContain('upload');
});
