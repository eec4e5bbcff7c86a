import type { Passage } from '../../shared/contract/documents.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import type { DocumentId } from '../../shared/ids.ts';
import { estimateTokens } from './estimateTokens.ts';
import type { HybridSearch } from './search/hybridSearch.ts';
import type { PassageSearch } from './search/passageSearch.ts';

const maxPassages = 24;

export interface RetrieveInput {
  readonly scope: SearchScope;
  readonly question: string;
  /** What the passages may take of the context, in tokens of `countTokens`. */
  readonly maxTokens: number;
  readonly countTokens: (texts: readonly string[]) => Promise<number[]>;
  readonly signal: AbortSignal;
}

export interface Retrieved {
  readonly mode: 'wholeDocument' | 'passages';
  readonly passages: Passage[];
}

/**
 * Chooses what the model is given to answer from: all of the documents' text where it fits, else the passages
 * that match best, in reading order. Where no word of the question occurs, passages from across the documents,
 * so that "what is this about?" has an answer.
 */
export async function retrieve(
  search: HybridSearch & Pick<PassageSearch, 'listPassages' | 'listDocuments'>,
  input: RetrieveInput,
): Promise<Retrieved> {
  const { question, scope, signal } = input;
  const documentIds = search.listDocuments(scope);
  const all = readAll(search, documentIds, input.maxTokens);
  if (all !== null && (await fitting(all, input)).length === all.length) {
    return { mode: 'wholeDocument', passages: all };
  }
  const found = await search.find({ query: question, limit: maxPassages, scope, signal });
  const candidates = found.length > 0 ? found : spread(search, documentIds);
  const chosen = await fitting(candidates, input);
  const places = new Map(documentIds.map((documentId, index) => [documentId, index]));
  const place = ({ documentId }: Passage) => places.get(documentId) ?? 0;
  // Within a document, ids of chunks grow in reading order.
  const passages = chosen.toSorted((a, b) => place(a) - place(b) || a.chunkId - b.chunkId);
  return { mode: 'passages', passages };
}

/** Every passage in reading order; null as soon as it is clear that they are too many. */
function readAll(
  search: Pick<PassageSearch, 'listPassages'>,
  documentIds: readonly DocumentId[],
  maxTokens: number,
): Passage[] | null {
  const all: Passage[] = [];
  let estimated = 0;
  for (const documentId of documentIds) {
    for (const passage of search.listPassages(documentId)) {
      estimated += estimateTokens(passage.text);
      // Half is far below any real vocabulary's deviation from the estimate, so nothing that fits is missed.
      if (estimated / 2 > maxTokens) return null;
      all.push(passage);
    }
  }
  return all;
}

/** The longest start of the list whose texts fit together. */
async function fitting(passages: readonly Passage[], input: RetrieveInput): Promise<Passage[]> {
  const counts = await input.countTokens(passages.map(passageForModel));
  const chosen: Passage[] = [];
  let tokens = 0;
  for (const [index, passage] of passages.entries()) {
    tokens += counts[index] ?? 0;
    if (tokens > input.maxTokens) break;
    chosen.push(passage);
  }
  return chosen;
}

/** The first passage of each document, then equally spaced ones; of many documents, equally spaced documents. */
function spread(search: Pick<PassageSearch, 'listPassages'>, documentIds: readonly DocumentId[]): Passage[] {
  const share = Math.max(1, Math.floor(maxPassages / Math.max(1, documentIds.length)));
  return equallySpaced(documentIds, maxPassages).flatMap((documentId) =>
    equallySpaced(search.listPassages(documentId), share),
  );
}

function equallySpaced<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) =>
    Math.floor(index * step),
  ).flatMap((place) => items[place] ?? []);
}

/** A passage as the model reads it, its number aside: where it stands, then its text. */
export function passageForModel(passage: Passage): string {
  const [first, last] = passage.pages;
  const pages = first === last ? `page ${first}` : `pages ${first}–${last}`;
  return `${[passage.title, ...passage.headings, pages].join(' · ')}\n${passage.text}`;
}
