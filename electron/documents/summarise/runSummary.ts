import type { Document, PageRange, Point } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { PromptMessage } from '../../engine/engine.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';
import type { Section } from '../chunk.ts';
import { balancedGroups, fillingGroups, type Group } from './groups.ts';
import { createPlaces, type Places } from './places.ts';
import { countByPlan, type Plan } from './plan.ts';
import { joinPrompt, overviewPrompt, sectionPrompt } from './prompts.ts';
import type { StoredStep } from './summaryStore.ts';
import { writeStep } from './writeStep.ts';

const sectionLevel = 0;
/** Above every level that joining notes can reach. */
const pointLevel = 1000;

export interface RunSummaryInput {
  readonly document: Document;
  readonly plan: Plan;
  readonly sections: readonly Section[];
  readonly ready: () => Promise<Result<ReadyModel, ModelUseError>>;
  readonly signal: AbortSignal;
  /** How many texts are asked for at once. */
  readonly parallelCalls: number;
  /** What an earlier run left. */
  readonly steps: readonly StoredStep[];
  readonly onStep: (step: StoredStep) => void;
  readonly onPoints: (points: readonly Point[]) => void;
}

/** One run: everything in it shares the places, and stops with the first that fails. */
interface Run extends RunSummaryInput {
  readonly places: Places;
}

/**
 * Reads every section, several at once in their order, and writes one point from the notes of each part of the
 * document as soon as the part is read, then an overview from the points. Steps kept from an earlier run are not
 * done again.
 * @returns the overview, empty where a single point says it all; the first failure otherwise.
 */
export async function runSummary(input: RunSummaryInput): Promise<Result<string, ModelUseError>> {
  const failed = new AbortController();
  const signal = AbortSignal.any([input.signal, failed.signal]);
  const run: Run = { ...input, signal, places: createPlaces(input.parallelCalls) };
  const failures: Result<never, ModelUseError>[] = [];
  const points = await writePoints(run, (failure) => {
    failures.push(failure);
    failed.abort();
  }).catch((cause: unknown) => {
    failed.abort();
    throw cause;
  });
  // Those after the first were only stopped by it.
  const [failure] = failures;
  if (failure !== undefined) return failure;
  if (points.length < 2) return ok('');
  return writeOverview(
    run,
    points.map((point) => point.text),
  );
}

/** Calls `onFailure` at once for whatever could not be written. @returns the points that could. */
async function writePoints(
  input: Run,
  onFailure: (failure: Result<never, ModelUseError>) => void,
): Promise<Point[]> {
  const { sections, plan } = input;
  const parts = balancedGroups(
    sections.map((section) => countByPlan(plan)(section.text)),
    plan.maxPoints,
  );
  const byPart: Point[][] = parts.map(() => []);
  const tellPart = async ([start, end]: Group, index: number) => {
    const read = async (section: Section) => {
      const note = await readSection(input, section);
      if (note.ok) return [note.value];
      onFailure(note);
      return [];
    };
    const notes = (await Promise.all(sections.slice(start, end).map(read))).flat();
    if (notes.length < end - start) return;
    const point = await writePoint(input, { notes, position: start });
    if (!point.ok) return onFailure(point);
    byPart[index] = point.value.text === '' ? [] : [point.value];
    input.onPoints(byPart.flat());
  };
  await Promise.all(parts.map(tellPart));
  return byPart.flat();
}

/**
 * Points that do not fit together are told half by half first. Empty where even that does not fit: the points,
 * which are kept, say it all.
 */
async function writeOverview(input: Run, points: readonly string[]): Promise<Result<string, ModelUseError>> {
  const tell = (texts: readonly string[]) =>
    write(input, {
      messages: overviewPrompt(input.document, {
        points: texts,
        sentences: sentencesFor(input.plan.overviewTokens),
      }),
      maxTokens: input.plan.overviewTokens,
      isUrgent: true,
    });
  const whole = await tell(points);
  if (whole.ok || whole.error.code !== 'engine.contextFull') return whole;
  if (points.length < 3) return ok('');
  const middle = Math.ceil(points.length / 2);
  const first = await writeOverview(input, points.slice(0, middle));
  if (!first.ok) return first;
  const second = await writeOverview(input, points.slice(middle));
  if (!second.ok) return second;
  const told = await tell([first.value, second.value].filter((text) => text !== ''));
  return !told.ok && told.error.code === 'engine.contextFull' ? ok('') : told;
}

/** How many texts are written from notes, once all sections are read: the points and the overview. */
export function countCombiningSteps(input: {
  readonly sections: readonly unknown[];
  readonly plan: Plan;
}): number {
  const parts = Math.min(input.plan.maxPoints, input.sections.length);
  return parts > 1 ? parts + 1 : parts;
}

interface Note {
  readonly text: string;
  readonly pages: PageRange;
}

async function readSection(input: Run, section: Section): Promise<Result<Note, ModelUseError>> {
  const { index: position, pages, heading } = section;
  const kept = findStep(input, sectionLevel, position);
  if (kept !== null) return ok({ text: kept, pages });
  const notes = await readText(input, section);
  if (!notes.ok) return notes;
  input.onStep({ level: sectionLevel, position, pages, heading, notes: notes.value });
  return ok({ text: notes.value, pages });
}

/** A text that takes more tokens than the plan expected is read in two halves instead of being cut. */
async function readText(
  input: Run,
  section: Pick<Section, 'heading' | 'pages' | 'text'> & { readonly isHalf?: boolean },
): Promise<Result<string, ModelUseError>> {
  const { plan, document } = input;
  const notes = await write(input, {
    messages: sectionPrompt(document, { ...section, sentences: sentencesFor(plan.noteTokens) }),
    maxTokens: plan.noteTokens,
    isUrgent: section.isHalf ?? false,
  });
  if (notes.ok || notes.error.code !== 'engine.contextFull' || section.text.length < 2) return notes;
  const middle = halfWay(section.text);
  const first = await readText(input, { ...section, isHalf: true, text: section.text.slice(0, middle) });
  if (!first.ok) return first;
  const second = await readText(input, { ...section, isHalf: true, text: section.text.slice(middle) });
  return second.ok ? ok([first.value, second.value].filter(Boolean).join(' ')) : second;
}

/** Joins the notes of one part, in as many levels as they need to fit. */
async function writePoint(
  input: Run,
  part: { readonly notes: readonly Note[]; readonly position: number },
): Promise<Result<Point, ModelUseError>> {
  const { plan } = input;
  const pages: PageRange = spanOf(part.notes);
  const kept = findStep(input, pointLevel, part.position);
  if (kept !== null) return ok({ text: kept, pages });

  let notes = part.notes.filter((note) => note.text !== '');
  for (let level = 1; notes.length > 1; level += 1) {
    const groups = fillingGroups(
      notes.map((note) => countByPlan(plan)(note.text) + 4),
      plan.groupTokens,
    );
    // Notes that are each too long for a group of two cannot be joined in further levels.
    const isLast = groups.length === 1 || groups.length === notes.length;
    const whole: readonly Group[] = [[0, notes.length]];
    const joined: Note[] = [];
    for (const [start, end] of isLast ? whole : groups) {
      const text = await joinNotes(input, {
        notes: notes.slice(start, end),
        level: isLast ? pointLevel : level,
        position: part.position + start,
      });
      if (!text.ok) return text;
      joined.push({ text: text.value, pages: spanOf(notes.slice(start, end)) });
    }
    notes = joined;
  }
  return ok({ text: notes[0]?.text ?? '', pages });
}

async function joinNotes(
  input: Run,
  group: { readonly notes: readonly Note[]; readonly level: number; readonly position: number },
): Promise<Result<string, ModelUseError>> {
  const { level, position, notes } = group;
  const kept = findStep(input, level, position);
  if (kept !== null) return ok(kept);
  const written = await write(input, {
    messages: joinPrompt(input.document, {
      notes: notes.map((note) => note.text),
      sentences: sentencesFor(input.plan.pointTokens),
    }),
    maxTokens: input.plan.pointTokens,
    isUrgent: true,
  });
  if (!written.ok && written.error.code !== 'engine.contextFull') return written;
  // Notes too long to be joined by this model are kept side by side: longer, but nothing is lost.
  const text = written.ok ? written.value : notes.map((note) => note.text).join(' ');
  input.onStep({ level, position, pages: spanOf(notes), heading: null, notes: text });
  return ok(text);
}

function write(
  input: Run,
  step: {
    readonly messages: readonly PromptMessage[];
    readonly maxTokens: number;
    /** Goes before the sections not yet begun: it ends what was begun. */
    readonly isUrgent: boolean;
  },
): Promise<Result<string, ModelUseError>> {
  const { ready, signal, places } = input;
  return places.run({
    isUrgent: step.isUrgent,
    work: async () =>
      signal.aborted ? fail({ code: 'engine.cancelled' }) : writeStep({ ...step, ready, signal }),
  });
}

function findStep(input: Run, level: number, position: number): string | null {
  return input.steps.find((step) => step.level === level && step.position === position)?.notes ?? null;
}

function spanOf(notes: readonly Note[]): PageRange {
  return [notes[0]?.pages[0] ?? 1, notes.at(-1)?.pages[1] ?? 1];
}

/** About thirty tokens a sentence. */
function sentencesFor(tokens: number): number {
  return Math.max(1, Math.round(tokens / 32));
}

function halfWay(text: string): number {
  const middle = Math.floor(text.length / 2);
  const space = text.lastIndexOf(' ', middle);
  return space > 0 ? space : middle;
}
