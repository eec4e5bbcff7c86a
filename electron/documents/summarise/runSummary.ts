import type { Document, PageRange, Point } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { PromptMessage } from '../../engine/engine.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';
import type { Section } from '../chunk.ts';
import { balancedGroups, fillingGroups, type Group } from './groups.ts';
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
  /** What an earlier run left. */
  readonly steps: readonly StoredStep[];
  readonly onStep: (step: StoredStep) => void;
  readonly onPoints: (points: readonly Point[]) => void;
}

/**
 * Reads every section in order, and writes one point from the notes of each part of the document as soon as
 * the part is read, then an overview from the points. Steps kept from an earlier run are not done again.
 * @returns the overview, empty where a single point says it all.
 */
export async function runSummary(input: RunSummaryInput): Promise<Result<string, ModelUseError>> {
  const { sections, plan } = input;
  const parts = balancedGroups(
    sections.map((section) => countByPlan(plan)(section.text)),
    plan.maxPoints,
  );
  const points: Point[] = [];
  for (const [start, end] of parts) {
    const notes: Note[] = [];
    for (const section of sections.slice(start, end)) {
      const note = await readSection(input, section);
      if (!note.ok) return note;
      notes.push(note.value);
    }
    const point = await writePoint(input, { notes, position: start });
    if (!point.ok) return point;
    if (point.value.text !== '') points.push(point.value);
    input.onPoints(points);
  }
  if (points.length < 2) return ok('');
  return writeOverview(
    input,
    points.map((point) => point.text),
  );
}

/**
 * Points that do not fit together are told half by half first. Empty where even that does not fit: the points,
 * which are kept, say it all.
 */
async function writeOverview(
  input: RunSummaryInput,
  points: readonly string[],
): Promise<Result<string, ModelUseError>> {
  const tell = (texts: readonly string[]) =>
    write(input, {
      messages: overviewPrompt(input.document, {
        points: texts,
        sentences: sentencesFor(input.plan.overviewTokens),
      }),
      maxTokens: input.plan.overviewTokens,
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

async function readSection(input: RunSummaryInput, section: Section): Promise<Result<Note, ModelUseError>> {
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
  input: RunSummaryInput,
  section: Pick<Section, 'heading' | 'pages' | 'text'>,
): Promise<Result<string, ModelUseError>> {
  const { plan, document } = input;
  const notes = await write(input, {
    messages: sectionPrompt(document, { ...section, sentences: sentencesFor(plan.noteTokens) }),
    maxTokens: plan.noteTokens,
  });
  if (notes.ok || notes.error.code !== 'engine.contextFull' || section.text.length < 2) return notes;
  const middle = halfWay(section.text);
  const first = await readText(input, { ...section, text: section.text.slice(0, middle) });
  if (!first.ok) return first;
  const second = await readText(input, { ...section, text: section.text.slice(middle) });
  return second.ok ? ok([first.value, second.value].filter(Boolean).join(' ')) : second;
}

/** Joins the notes of one part, in as many levels as they need to fit. */
async function writePoint(
  input: RunSummaryInput,
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
  input: RunSummaryInput,
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
  });
  if (!written.ok && written.error.code !== 'engine.contextFull') return written;
  // Notes too long to be joined by this model are kept side by side: longer, but nothing is lost.
  const text = written.ok ? written.value : notes.map((note) => note.text).join(' ');
  input.onStep({ level, position, pages: spanOf(notes), heading: null, notes: text });
  return ok(text);
}

function write(
  input: RunSummaryInput,
  step: { readonly messages: readonly PromptMessage[]; readonly maxTokens: number },
): Promise<Result<string, ModelUseError>> {
  return writeStep({ ...step, ready: input.ready, signal: input.signal });
}

function findStep(input: RunSummaryInput, level: number, position: number): string | null {
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
