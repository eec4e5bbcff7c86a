import { z } from 'zod';
import type { PageRange } from '../../../shared/contract/documents.ts';
import type { Action } from '../../../shared/contract/summaries.ts';
import { type DateOrder, findDates } from '../instant/findDates.ts';
import { termsOf } from '../keySentences/terms.ts';

const rowSchema = z.object({ who: z.string().nullable(), what: z.string(), when: z.string().nullable() });
export type ActionRow = z.infer<typeof rowSchema>;

/** Less of its words in the text, and a row tells something else. */
const minShareOfWords = 0.5;
/** More words in common, and two rows tell the same. */
const sameShareOfWords = 0.8;

/** The rows of a model's JSON; of one that was cut off, those that are whole. */
export function parseRows(json: string): ActionRow[] {
  for (const text of [json, `${json.slice(0, json.lastIndexOf('}') + 1)}]`]) {
    try {
      return z.array(rowSchema).parse(JSON.parse(text));
    } catch {
      // The next one, or none.
    }
  }
  return [];
}

/** Keeps of the rows what their section says: a name or a date that does not stand in it is dropped, and so is a row whose words do not. */
export function checkActions(input: {
  readonly rows: readonly ActionRow[];
  readonly text: string;
  readonly pages: PageRange;
  readonly language: string | null;
  readonly order: DateOrder | null;
}): Action[] {
  const { text, pages, language, order } = input;
  const folded = fold(text);
  const terms = new Set(termsOf(text, language));
  const dates = new Set(findDates(text, { language, order }).map(({ date }) => date));
  return input.rows.flatMap((row) => {
    const own = termsOf(row.what, language);
    const known = own.filter((term) => terms.has(term)).length;
    if (own.length === 0 || known < own.length * minShareOfWords) return [];
    const stands = (words: string | null) => {
      const trimmed = words?.trim() ?? '';
      return trimmed !== '' && folded.includes(fold(trimmed)) ? trimmed : null;
    };
    const date = row.when === null ? null : (findDates(row.when, { language, order })[0]?.date ?? null);
    const isKnownDate = date !== null && dates.has(date);
    const when = stands(row.when) ?? (isKnownDate ? (row.when?.trim() ?? null) : null);
    return [{ who: stands(row.who), what: row.what.trim(), when, date: isKnownDate ? date : null, pages }];
  });
}

/** Joins rows that tell the same, in the order of the text. */
export function mergeActions(actions: readonly Action[], language: string | null): Action[] {
  const merged: { action: Action; terms: ReadonlySet<string> }[] = [];
  for (const action of actions) {
    const terms = new Set(termsOf(action.what, language));
    const same = merged.find(
      (each) =>
        shareOf(each.terms, terms) >= sameShareOfWords &&
        (each.action.when === action.when || each.action.when === null || action.when === null),
    );
    if (same === undefined) {
      merged.push({ action, terms });
      continue;
    }
    const { who, when, date } = same.action;
    same.action = {
      ...same.action,
      who: who ?? action.who,
      when: when ?? action.when,
      date: date ?? action.date,
    };
  }
  return merged.map(({ action }) => action);
}

function shareOf(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  const common = [...first].filter((term) => second.has(term)).length;
  return common / Math.max(1, Math.min(first.size, second.size));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
}
