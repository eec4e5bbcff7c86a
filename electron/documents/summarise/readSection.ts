import type { Document, PageRange } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { AnswerSchema } from '../../engine/answerSchema.ts';
import type { PromptMessage } from '../../engine/engine.ts';
import type { Calls } from './calls.ts';
import type { ReadingPlan } from './plan.ts';
import { sectionPrompt, sentencesFor } from './prompts.ts';
import type { PlannedSection } from './sections.ts';

/** A document that is being read, section by section. */
export interface Reading {
  readonly document: Pick<Document, 'title' | 'language'>;
  readonly plan: ReadingPlan;
  readonly sections: readonly PlannedSection[];
  /** What an earlier run noted, by section. */
  readonly notes: ReadonlyMap<number, string>;
  readonly onNotes: (noted: { readonly position: number; readonly notes: string }) => void;
}

export interface Note {
  readonly text: string;
  readonly pages: PageRange;
}

/** What is asked of each section; its statements where nothing else is given. */
export interface Question {
  readonly prompt: (section: { heading: string | null; pages: PageRange; text: string }) => PromptMessage[];
  readonly jsonSchema: AnswerSchema;
  /** Makes one answer of those to two halves. */
  readonly join: (first: string, second: string) => string;
}

/** Notes one section, or takes the notes that are kept of it. */
export async function readSection(
  input: { readonly calls: Calls; readonly reading: Reading; readonly question?: Question },
  section: PlannedSection,
): Promise<Result<Note, ModelUseError>> {
  const { reading } = input;
  const { index: position, pages } = section;
  const kept = reading.notes.get(position);
  if (kept !== undefined) return ok({ text: kept, pages });
  const notes = await readText(input, section);
  if (!notes.ok) return notes;
  reading.onNotes({ position, notes: notes.value });
  return ok({ text: notes.value, pages });
}

/** Notes sections side by side. @returns null where one could not be read; the calls know why. */
export async function readSections(
  input: { readonly calls: Calls; readonly reading: Reading },
  sections: readonly PlannedSection[],
): Promise<Note[] | null> {
  const read = await Promise.all(
    sections.map(async (section) => {
      const note = await readSection(input, section);
      if (note.ok) return [note.value];
      input.calls.fail(note);
      return [];
    }),
  );
  const notes = read.flat();
  return notes.length < sections.length ? null : notes;
}

/** A text that takes more tokens than the plan expected is read in two halves instead of being cut. */
async function readText(
  input: { readonly calls: Calls; readonly reading: Reading; readonly question?: Question },
  section: Pick<PlannedSection, 'heading' | 'pages' | 'text'> & { readonly isHalf?: boolean },
): Promise<Result<string, ModelUseError>> {
  const { calls, question } = input;
  const { plan, document } = input.reading;
  const notes = await calls.write({
    messages:
      question?.prompt(section) ??
      sectionPrompt(document, { ...section, sentences: sentencesFor(plan.noteTokens) }),
    maxTokens: plan.noteTokens,
    isUrgent: section.isHalf ?? false,
    ...(question === undefined ? {} : { jsonSchema: question.jsonSchema }),
  });
  if (notes.ok || notes.error.code !== 'engine.contextFull' || section.text.length < 2) return notes;
  const middle = halfWay(section.text);
  const first = await readText(input, { ...section, isHalf: true, text: section.text.slice(0, middle) });
  if (!first.ok) return first;
  const second = await readText(input, { ...section, isHalf: true, text: section.text.slice(middle) });
  if (!second.ok) return second;
  if (question !== undefined) return ok(question.join(first.value, second.value));
  return ok([first.value, second.value].filter(Boolean).join(' '));
}

function halfWay(text: string): number {
  const middle = Math.floor(text.length / 2);
  const space = text.lastIndexOf(' ', middle);
  return space > 0 ? space : middle;
}
