import { z } from 'zod';
import type { Document, Passage } from '../../../shared/contract/documents.ts';
import type { MarkedText, SearchHit, SearchResults } from '../../../shared/contract/search.ts';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import type { Database } from '../../storage/database.ts';
import { findNames } from './findNames.ts';
import type { HybridSearch } from './hybridSearch.ts';
import type { PassageSearch } from './passageSearch.ts';
import { cutSnippet, markWords } from './snippet.ts';
import { placedTermsOf, type QueryWord } from './terms.ts';
import type { UnderstoodQuery } from './understandQuery.ts';

const maxNames = 6;
const maxFolders = 200;

export interface FindInput {
  readonly query: string;
  readonly scope?: SearchScope | undefined;
  readonly isTyping?: boolean | undefined;
  readonly sort?: 'relevance' | 'newest' | undefined;
  readonly limit: number;
  readonly isByWordsOnly?: boolean | undefined;
  readonly signal: AbortSignal;
}

export interface Filters {
  readonly formats: { readonly format: string; readonly documents: number }[];
  readonly folders: { readonly path: string; readonly documents: number }[];
}

/** Documents and passages for people to look at. */
export interface Finder {
  find(input: FindInput): Promise<SearchResults>;
  listFilters(): Filters;
}

const formatRowSchema = z.object({ format: z.string(), documents: z.int() });

export function createFinder(parts: {
  readonly database: Database;
  readonly search: HybridSearch & Pick<PassageSearch, 'understand'>;
  readonly getDocument: (documentId: DocumentId) => Document | null;
}): Finder {
  const { database, search, getDocument } = parts;
  return {
    async find(input) {
      const { query, scope, limit, isTyping, isByWordsOnly, signal } = input;
      const understood = search.understand(input);
      // Their order is by date then.
      const isUnjudged = input.sort === 'newest';
      const passages = await search.find({
        ...{ query, scope, limit, isTyping, isByWordsOnly, isUnjudged, signal },
      });
      const groups = groupByDocument(passages).flatMap(({ documentId, hits }) => {
        const document = getDocument(documentId);
        return document === null ? [] : [{ document, hits: hits.map(hitOf(understood.words, document)) }];
      });
      if (input.sort === 'newest') {
        groups.sort((a, b) => (a.document.datedAt < b.document.datedAt ? 1 : -1));
      }
      const names = findNames(database, { query, scope, limit: maxNames }).flatMap((documentId) => {
        const document = getDocument(documentId);
        return document === null ? [] : [{ document, title: markTitle(document, query, understood.words) }];
      });
      return {
        names,
        groups,
        replaced: understood.replaced.map((word) => inWriting(word, groups)),
        isLimited: passages.length === limit,
      };
    },
    listFilters() {
      const formats = database
        .prepare(
          'select format, count(*) as documents from documents group by format order by documents desc, format',
        )
        .all()
        .map((row) => formatRowSchema.parse(row));
      const paths = database.prepare('select path from documents').pluck().all();
      return { formats, folders: foldersOf(z.array(z.string()).parse(paths)) };
    },
  };
}

function groupByDocument(
  passages: readonly Passage[],
): { readonly documentId: DocumentId; readonly hits: Passage[] }[] {
  const groups = new Map<DocumentId, Passage[]>();
  for (const passage of passages) {
    const group = groups.get(passage.documentId);
    if (group) group.push(passage);
    else groups.set(passage.documentId, [passage]);
  }
  return [...groups].map(([documentId, hits]) => ({ documentId, hits }));
}

const hitOf =
  (words: readonly QueryWord[], { title, language }: Document) =>
  (passage: Passage): SearchHit => ({
    passage,
    snippet: cutSnippet({ text: passage.text, words, language }),
    headings: markWords(headingsBelow(title, passage.headings), words, language),
  });

/** Without the first where it only says the title again, which stands above all hits of a document. */
function headingsBelow(title: string, [first, ...rest]: readonly string[]): string {
  return (first === undefined || first === title ? rest : [first, ...rest]).join(' › ');
}

/** The letters that were typed, wherever they stand in the name; else the words that they mean. */
function markTitle(document: Document, query: string, words: readonly QueryWord[]): MarkedText {
  const { title, language } = document;
  const typed = query.trim();
  const start = title.toLowerCase().indexOf(typed.toLowerCase());
  const isSameLength = title.toLowerCase().length === title.length;
  return start >= 0 && isSameLength
    ? { text: title, marks: [[start, start + typed.length]] }
    : markWords(title, words, language);
}

/** Terms are stems; people are shown the words of their documents that these stand for. */
function inWriting(
  { written, terms }: UnderstoodQuery['replaced'][number],
  groups: SearchResults['groups'],
): SearchResults['replaced'][number] {
  const words = terms.map((term) => {
    for (const { document, hits } of groups) {
      for (const { passage } of hits) {
        const place = placedTermsOf(passage.text, document.language).find((each) => each.term === term);
        if (place) return passage.text.slice(place.start, place.end).toLowerCase();
      }
    }
    return term;
  });
  return { written, words: [...new Set(words)] };
}

/** Every folder on the way to a file, but not those that hold nothing more than a folder below them does. */
function foldersOf(paths: readonly string[]): Filters['folders'] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    for (let end = lastSeparator(path); end > 0; end = lastSeparator(path.slice(0, end))) {
      const folder = path.slice(0, end);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  for (const [folder, documents] of [...counts].toSorted((a, b) => b[0].length - a[0].length)) {
    const parent = folder.slice(0, Math.max(0, lastSeparator(folder)));
    if (counts.get(parent) === documents) counts.delete(parent);
  }
  return [...counts]
    .map(([path, documents]) => ({ path, documents }))
    .toSorted((a, b) => b.documents - a.documents || (a.path < b.path ? -1 : 1))
    .slice(0, maxFolders);
}

function lastSeparator(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
}
