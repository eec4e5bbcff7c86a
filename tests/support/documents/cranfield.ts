import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The Cranfield collection: 1,400 abstracts, 225 questions and what people judged to answer them. */
export const cranfieldFolder = join(import.meta.dirname, '../../../../shared/data/cranfield');

const docsSchema = z.array(z.object({ id: z.int(), title: z.string(), body: z.string() }));
const queriesSchema = z.array(z.object({ 'query number': z.int(), query: z.string() }));
const judgementsSchema = z.array(z.object({ query_num: z.string(), id: z.string(), position: z.int() }));

export interface Cranfield {
  readonly documents: readonly { readonly id: string; readonly title: string; readonly body: string }[];
  readonly questions: readonly { readonly text: string; readonly gains: ReadonlyMap<string, number> }[];
}

/** @returns null where the collection is not there. */
export function readCranfield(): Cranfield | null {
  if (!existsSync(cranfieldFolder)) return null;
  const read = (name: string): unknown => JSON.parse(readFileSync(join(cranfieldFolder, name), 'utf8'));
  const gains = new Map<string, Map<string, number>>();
  for (const { query_num, id, position } of judgementsSchema.parse(read('qrels.json'))) {
    const ofQuestion = gains.get(query_num) ?? new Map<string, number>();
    gains.set(query_num, ofQuestion.set(id, 5 - position));
  }
  return {
    documents: docsSchema
      .parse(read('docs.json'))
      .map(({ id, title, body }) => ({ id: String(id), title, body })),
    questions: queriesSchema.parse(read('queries.json')).map((question) => ({
      text: question.query,
      gains: gains.get(String(question['query number'])) ?? new Map(),
    })),
  };
}

/** Mean nDCG@10 with gains 2^gain − 1. @param search ids of documents, best first. */
export function meanNdcg(cranfield: Cranfield, search: (question: string) => readonly string[]): number {
  const values = cranfield.questions.map(({ text, gains }) => {
    const found = search(text).map((id) => gains.get(id) ?? 0);
    const ideal = [...gains.values()].toSorted((a, b) => b - a);
    const best = discounted(ideal);
    return best === 0 ? 0 : discounted(found) / best;
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function discounted(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, rank) => sum + (2 ** gain - 1) / Math.log2(rank + 2), 0);
}
