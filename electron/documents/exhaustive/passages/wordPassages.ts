import { z } from 'zod';
import type { SearchScope } from '../../../../shared/contract/searchScope.ts';
import { type ChunkId, chunkIdSchema } from '../../../../shared/ids.ts';
import type { Database } from '../../../storage/database.ts';
import { scopeCondition } from '../../search/scopeCondition.ts';
import { type QueryWord, queryWords, termsOf } from '../../search/terms.ts';
import { cutSentences } from '../../sentences.ts';

const longestQuote = 400;

/** Passages that contain all of some words, in any of their inflections: what can be listed without a model. */
export interface WordPassages {
  /** In reading order. */
  find(words: string, scope: SearchScope): ChunkId[];
  /** The sentence of a passage that holds most of the words. */
  quoteFrom(text: string, words: string, language: string | null): string;
}

export function createWordPassages(database: Database): WordPassages {
  const languages = () =>
    database
      .prepare('select distinct language from documents')
      .pluck()
      .all()
      .map((language) => z.string().nullable().parse(language));
  return {
    find(words, scope) {
      const query = queryWords(words, languages());
      if (query.length === 0) return [];
      const { sql, parameters } = scopeCondition(scope);
      const match = `{headings text} : (${query.map(anyForm).join(' AND ')})`;
      return database
        .prepare(
          `select chunks.id from chunk_index join chunks on chunks.id = chunk_index.rowid
           join documents on documents.id = chunks.document_id
           where chunk_index match ? and ${sql}
           order by documents.added_at, documents.id, chunks.position`,
        )
        .pluck()
        .all(match, ...parameters)
        .map((id) => chunkIdSchema.parse(id));
    },
    quoteFrom(text, words, language) {
      const query = queryWords(words, [language]);
      const scored = cutSentences(text).map((sentence) => {
        const terms = new Set(termsOf(sentence, language));
        const held = query.filter(({ forms }) => [...forms].some((form) => terms.has(form))).length;
        return { sentence: sentence.trim(), held };
      });
      const best = scored.toSorted((left, right) => right.held - left.held)[0]?.sentence ?? text.trim();
      return best.length > longestQuote ? `${best.slice(0, longestQuote)}…` : best;
    },
  };
}

function anyForm({ forms }: QueryWord): string {
  return `(${[...forms].map((form) => `"${form.replaceAll('"', '""')}"`).join(' OR ')})`;
}
