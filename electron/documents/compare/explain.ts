import { z } from 'zod';
import type { Change, Comparison, Relation } from '../../../shared/contract/comparisons.ts';
import type { PageRange } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { Calls } from '../summarise/calls.ts';
import { fillingGroups } from '../summarise/groups.ts';
import {
  comparisonOverviewPrompt,
  describeChange,
  explainPrompt,
  relatePrompt,
  relationSchema,
} from './comparePrompts.ts';
import { align, type Statement, statementsAlone } from './relate.ts';

export interface Explaining {
  readonly calls: Calls;
  readonly first: string;
  readonly second: string;
  readonly language: string | null;
  readonly onProgress: (done: number, total: number) => void;
}

/** Characters of changes told in one go: a page or so, which the smallest context holds. */
const batchCharacters = 1400;
/** A rewritten document has more; its first changes are explained, all are listed, and how many were is told. */
const maxBatches = 40;
const explanationTokens = 140;
const overviewTokens = 180;
/** More pairs than anybody reads; how many there are is told. */
const maxPairs = 24;
const relationTokens = 140;
/** Notes are a model's words, so less of them is the same. */
const noteSimilarity = 0.12;

/** Has a model explain computed changes, batch by batch; the pages are those of the changes. */
export async function explainChanges(
  input: Explaining,
  changes: readonly Change[],
): Promise<Result<Pick<Comparison, 'explanations' | 'overview' | 'judged'>, ModelUseError>> {
  const batches = fillingGroups(
    changes.map((change) => describeChange(change).length),
    batchCharacters,
  ).slice(0, maxBatches);
  let done = 0;
  const explained = await Promise.all(
    batches.map(async ([start, end]) => {
      const batch = changes.slice(start, end).map(shortened);
      const text = await input.calls.write({
        messages: explainPrompt(input, batch),
        maxTokens: explanationTokens,
        isUrgent: false,
      });
      if (!text.ok) {
        input.calls.fail(text);
        return [];
      }
      input.onProgress(++done, batches.length + 1);
      const [first, second] = [pagesOf(batch, 'before'), pagesOf(batch, 'after')];
      return text.value === '' ? [] : [{ text: text.value, first, second }];
    }),
  );
  const explanations = explained.flat();
  const overview = await writeOverview(
    input,
    explanations.map(({ text }) => text),
  );
  const judged = { done: batches.at(-1)?.[1] ?? 0, total: changes.length };
  return overview.ok ? ok({ explanations, overview: overview.value, judged }) : overview;
}

const answerSchema = z.object({
  relation: z.enum(['same', 'different', 'contradiction', 'unrelated']),
  text: z.string(),
});

/** Has a model say how statements of two documents relate that speak of the same things. */
export async function relateNotes(
  input: Explaining,
  notes: { readonly first: readonly Statement[]; readonly second: readonly Statement[] },
): Promise<Result<Pick<Comparison, 'relations' | 'overview' | 'judged' | 'notListed'>, ModelUseError>> {
  const aligned = align(notes.first, notes.second, {
    language: input.language,
    minSimilarity: noteSimilarity,
  });
  const strongest = aligned.pairs.toSorted((a, b) => b.similarity - a.similarity).slice(0, maxPairs);
  let done = 0;
  const related = await Promise.all(
    strongest.map(async (pair): Promise<Relation[]> => {
      const written = await input.calls.write({
        messages: relatePrompt(input, pair),
        maxTokens: relationTokens,
        isUrgent: false,
        jsonSchema: relationSchema,
      });
      if (!written.ok) {
        input.calls.fail(written);
        return [];
      }
      input.onProgress(++done, strongest.length + 1);
      const answer = answerSchema.safeParse(parseJson(written.value));
      // An answer that was cut off says nothing that could be shown.
      if (!answer.success || answer.data.relation === 'unrelated') return [];
      const kind = answer.data.relation === 'same' ? 'common' : answer.data.relation;
      return [{ kind, text: answer.data.text, first: pair.first, second: pair.second }];
    }),
  );
  const relations = related.flat();
  const told = relations.map(({ kind, text }) => `${kind}: ${text}`);
  const overview = await writeOverview(input, told);
  if (!overview.ok) return overview;
  const alone = statementsAlone(aligned);
  return ok({
    relations: [...relations, ...alone.relations],
    overview: overview.value,
    judged: { done: strongest.length, total: aligned.pairs.length },
    notListed: alone.notListed,
  });
}

async function writeOverview(
  input: Explaining,
  statements: readonly string[],
): Promise<Result<string, ModelUseError>> {
  if (statements.length < 2) return ok('');
  const written = await input.calls.write({
    messages: comparisonOverviewPrompt(input, statements),
    maxTokens: overviewTokens,
    isUrgent: true,
  });
  if (written.ok || written.error.code !== 'engine.contextFull' || statements.length < 4) return written;
  const middle = Math.ceil(statements.length / 2);
  const first = await writeOverview(input, statements.slice(0, middle));
  if (!first.ok) return first;
  const second = await writeOverview(input, statements.slice(middle));
  return second.ok ? writeOverview(input, [first.value, second.value]) : second;
}

/** A passage longer than a batch is told by its beginning. */
function shortened(change: Change): Change {
  const cut = (side: Change['before']) => side && { ...side, text: side.text.slice(0, batchCharacters / 2) };
  return { ...change, before: cut(change.before), after: cut(change.after) };
}

function pagesOf(changes: readonly Change[], side: 'before' | 'after'): PageRange | null {
  const pages = changes.flatMap((change) => change[side]?.pages ?? []);
  return pages.length === 0 ? null : [Math.min(...pages), Math.max(...pages)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
