import type { Document, PageRange } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { Point } from '../../../shared/contract/summaries.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { PromptMessage } from '../../engine/engine.ts';
import type { Calls } from './calls.ts';
import { fillingGroups, type Group } from './groups.ts';
import { countByPlan, type Plan, type ReadingPlan } from './plan.ts';
import { joinPrompt, sentencesFor } from './prompts.ts';
import type { Note } from './readSection.ts';
import type { StoredStep } from './summaryStore.ts';

/** Above every level that joining notes can reach. */
const pointLevel = 1000;

export interface Writing {
  readonly calls: Calls;
  readonly document: Pick<Document, 'title' | 'language'>;
  readonly plan: Plan;
  readonly readingPlan: ReadingPlan;
  /** What an earlier run left. */
  readonly steps: readonly StoredStep[];
  readonly onStep: (step: StoredStep) => void;
  /** How the last text is asked for; null where joined notes say it as it should be. */
  readonly rewrite: ((notes: readonly string[]) => PromptMessage[]) | null;
}

/** Joins the notes of one part, in as many levels as they need to fit. */
export async function writePoint(
  input: Writing,
  part: { readonly notes: readonly Note[]; readonly position: number },
): Promise<Result<Point, ModelUseError>> {
  const { plan, readingPlan, rewrite } = input;
  const pages: PageRange = spanOf(part.notes);
  const kept = findStep(input, pointLevel, part.position);
  if (kept !== null) return ok({ text: kept, pages });

  let notes = part.notes.filter((note) => note.text !== '');
  const isRewritten = rewrite !== null && notes.length === 1;
  for (let level = 1; notes.length > 1 || (level === 1 && isRewritten); level += 1) {
    const groups = fillingGroups(
      notes.map((note) => countByPlan(readingPlan)(note.text) + 4),
      plan.groupTokens,
    );
    // Notes that are each too long for a group of two cannot be joined in further levels.
    const isLast = groups.length === 1 || groups.length === notes.length;
    const whole: readonly Group[] = [[0, notes.length]];
    const joined: Note[] = [];
    for (const [start, end] of isLast ? whole : groups) {
      const text = await joinGroup(input, {
        notes: notes.slice(start, end),
        level: isLast ? pointLevel : level,
        position: part.position + start,
      });
      if (!text.ok) return text;
      joined.push({ text: text.value, pages: spanOf(notes.slice(start, end)) });
    }
    notes = joined;
    if (isLast) break;
  }
  return ok({ text: notes[0]?.text ?? '', pages });
}

async function joinGroup(
  input: Writing,
  group: { readonly notes: readonly Note[]; readonly level: number; readonly position: number },
): Promise<Result<string, ModelUseError>> {
  const { level, position } = group;
  const kept = findStep(input, level, position);
  if (kept !== null) return ok(kept);
  const notes = group.notes.map((note) => note.text);
  const rewrite = level === pointLevel ? input.rewrite : null;
  const text = rewrite === null ? await join(input, notes) : await rewriteFitting(input, { notes, rewrite });
  if (!text.ok) return text;
  input.onStep({ level, position, text: text.value });
  return text;
}

async function join(input: Writing, notes: readonly string[]): Promise<Result<string, ModelUseError>> {
  const written = await input.calls.write({
    messages: joinPrompt(input.document, { notes, sentences: sentencesFor(input.plan.pointTokens) }),
    maxTokens: input.plan.pointTokens,
    isUrgent: true,
  });
  if (written.ok || written.error.code !== 'engine.contextFull') return written;
  // Notes too long to be joined by this model are kept side by side: longer, but nothing is lost.
  return ok(notes.join(' '));
}

/** What does not fit together is rewritten half by half, since as it stands it is not what was asked for. */
async function rewriteFitting(
  input: Writing,
  { notes, rewrite }: { notes: readonly string[]; rewrite: NonNullable<Writing['rewrite']> },
): Promise<Result<string, ModelUseError>> {
  const written = await input.calls.write({
    messages: rewrite(notes),
    maxTokens: input.plan.pointTokens,
    isUrgent: true,
  });
  if (written.ok || written.error.code !== 'engine.contextFull' || notes.length < 2) return written;
  const middle = Math.ceil(notes.length / 2);
  const first = await rewriteFitting(input, { notes: notes.slice(0, middle), rewrite });
  if (!first.ok) return first;
  const second = await rewriteFitting(input, { notes: notes.slice(middle), rewrite });
  return second.ok ? ok([first.value, second.value].filter((text) => text !== '').join(' ')) : second;
}

function findStep(input: Writing, level: number, position: number): string | null {
  return input.steps.find((step) => step.level === level && step.position === position)?.text ?? null;
}

function spanOf(notes: readonly Note[]): PageRange {
  return [notes[0]?.pages[0] ?? 1, notes.at(-1)?.pages[1] ?? 1];
}
