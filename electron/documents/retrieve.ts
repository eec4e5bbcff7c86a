import type { Grounding } from '../../shared/contract/chat.ts';
import type { Passage } from '../../shared/contract/documents.ts';
import type { DocumentId } from '../../shared/ids.ts';
import { estimateTokens } from './estimateTokens.ts';
import type { PassageSearch } from './search/passageSearch.ts';

const maxPassages = 24;

export interface RetrieveInput {
  readonly documentIds: readonly DocumentId[];
  readonly question: string;
  /** What the passages may take of the context, in tokens of `countTokens`. */
  readonly maxTokens: number;
  readonly countTokens: (texts: readonly string[]) => Promise<number[]>;
}

/**
 * Chooses what the model is given to answer from: all of the documents' text where it fits, else the passages
 * that match best, in reading order. Where no word of the question occurs, passages from across the documents,
 * so that "what is this about?" has an answer.
 */
export async function retrieve(search: PassageSearch, input: RetrieveInput): Promise<Grounding> {
  const whole = input.documentIds.map((documentId) => search.listPassages(documentId));
  const all = whole.flat();
  // Half is far below any real vocabulary's deviation from the estimate, so nothing that fits is missed.
  const estimated = all.reduce((sum, passage) => sum + estimateTokens(passage.text), 0);
  if (estimated / 2 <= input.maxTokens && (await fitting(all, input)).length === all.length) {
    return { mode: 'wholeDocument', passages: all };
  }
  const found = search.search({ query: input.question, limit: maxPassages, documentIds: input.documentIds });
  const candidates = found.length > 0 ? found : spread(whole);
  const chosen = await fitting(candidates, input);
  const order = new Map(all.map((passage, index) => [passage.chunkId, index]));
  const place = (passage: Passage) => order.get(passage.chunkId) ?? 0;
  return { mode: 'passages', passages: chosen.toSorted((a, b) => place(a) - place(b)) };
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

/** The first passage of each document, then equally spaced ones. */
function spread(documents: readonly (readonly Passage[])[]): Passage[] {
  const share = Math.max(1, Math.floor(maxPassages / Math.max(1, documents.length)));
  return documents.flatMap((passages) => {
    const step = Math.max(1, passages.length / share);
    const places = Array.from({ length: Math.min(share, passages.length) }, (_, index) =>
      Math.floor(index * step),
    );
    return places.flatMap((place) => passages[place] ?? []);
  });
}

/** A passage as the model reads it, its number aside: where it stands, then its text. */
export function passageForModel(passage: Passage): string {
  const [first, last] = passage.pages;
  const pages = first === last ? `page ${first}` : `pages ${first}–${last}`;
  return `${[passage.title, ...passage.headings, pages].join(' · ')}\n${passage.text}`;
}
