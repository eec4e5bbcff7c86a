import type { Passage } from '../../../shared/contract/documents.ts';
import type { ListingItem, ListingPlace } from '../../../shared/contract/listings.ts';
import type { ChunkId } from '../../../shared/ids.ts';
import type { MergedItem } from './passages/mergeHits.ts';
import type { WordPassages } from './passages/wordPassages.ts';
import type { ScopedChunk } from './scope.ts';
import type { UsedRow } from './tables/runQuery.ts';

const placesShown = 12;

type GetPassages = (chunkIds: readonly ChunkId[]) => ReadonlyMap<ChunkId, Passage>;

/** What the model found, with the places that name it. */
export function itemsFound(
  items: readonly MergedItem<ScopedChunk>[],
  getPassages: GetPassages,
): ListingItem[] {
  const shown = items.map((item) => ({ item, hits: item.hits.slice(0, placesShown) }));
  const passages = getPassages([
    ...new Set(shown.flatMap(({ hits }) => hits.map(({ place }) => place.chunkId))),
  ]);
  return shown.map(({ item, hits }) => ({
    text: item.text,
    alsoNamed: [...item.alsoNamed],
    cells: null,
    mentions: item.hits.length,
    places: hits.flatMap((hit) => {
      const passage = passages.get(hit.place.chunkId);
      return passage ? [placeIn(passage, hit.quote)] : [];
    }),
  }));
}

/** Passages that contain the words, each with its sentence. */
export function itemsWithWords(input: {
  readonly chunks: readonly ScopedChunk[];
  readonly words: string;
  readonly wordPassages: WordPassages;
  readonly getPassages: GetPassages;
}): ListingItem[] {
  const passages = input.getPassages(input.chunks.map(({ chunkId }) => chunkId));
  return input.chunks.flatMap(({ chunkId, language }) => {
    const passage = passages.get(chunkId);
    if (!passage) return [];
    const quote = input.wordPassages.quoteFrom(passage.text, input.words, language);
    return [{ text: quote, alsoNamed: [], cells: null, mentions: 1, places: [placeIn(passage, quote)] }];
  });
}

/** Rows of tables, cell by cell. */
export function itemsInRows(rows: readonly UsedRow[]): ListingItem[] {
  return rows.map(({ table, row }) => ({
    text: row.cells.find((cell) => cell !== '') ?? row.line,
    alsoNamed: [],
    cells: [...row.cells],
    mentions: 1,
    places: [
      {
        documentId: table.document.id,
        title: table.document.title,
        path: table.document.path,
        pages: [row.page, row.page],
        chunkId: null,
        passage: row.line,
        quote: row.line,
      },
    ],
  }));
}

function placeIn(passage: Passage, quote: string): ListingPlace {
  const { documentId, title, path, pages, chunkId, text } = passage;
  return { documentId, title, path, pages, chunkId, passage: text, quote };
}
