import { z } from 'zod';
import type { Block } from '../../../shared/contract/documents.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import type { SummaryStyle } from '../../../shared/contract/summaries.ts';

/** Grows when prompts or the way of cutting change, so that an older half-done run is not continued. */
export const planVersion = 2;

/** How a document is cut and what is noted of each section, fixed when a reading starts and kept for its resumption. */
export const readingPlanSchema = z.object({
  version: z.int(),
  /** Measured on this document with this model. */
  tokensPerCharacter: z.number(),
  sectionTokens: z.int(),
  noteTokens: z.int(),
  /** No section reaches over the end of a chapter. */
  breaksAtChapters: z.boolean().default(false),
});
export type ReadingPlan = z.infer<typeof readingPlanSchema>;

/** What the model may say in one summary, fixed when it starts. */
export const planSchema = z.object({
  version: z.int(),
  /** What the notes of one combining step may take together. */
  groupTokens: z.int(),
  /** The most statement groups in the finished summary. */
  maxPoints: z.int(),
  pointTokens: z.int(),
  overviewTokens: z.int(),
});
export type Plan = z.infer<typeof planSchema>;

const lengths = {
  short: { maxPoints: 3, noteTokens: 96, pointTokens: 96, overviewTokens: 120 },
  medium: { maxPoints: 7, noteTokens: 128, pointTokens: 160, overviewTokens: 200 },
  long: { maxPoints: 14, noteTokens: 192, pointTokens: 224, overviewTokens: 280 },
} as const;

/** An abstract is one text: fewer parts, each told in a sentence or two. */
const abstractLengths = {
  short: { maxPoints: 2, pointTokens: 64 },
  medium: { maxPoints: 3, pointTokens: 96 },
  long: { maxPoints: 5, pointTokens: 112 },
} as const;
/** For one text that is written of the whole document. */
const wholeTokens = { note: 96, reply: 400 } as const;
/** Rows of who, what and when. */
const actionTokens = 320;

const minSectionTokens = 256;
/** Small models lose the middle of longer texts. */
const maxSectionTokens = 2000;
/**
 * Of texts that are read side by side. Writing their notes costs little, so there can be a note for every page or
 * so, in the time in which one after the other would write one for four.
 */
const maxParallelSectionTokens = 512;
/** Chat template and instructions. */
const promptTokens = 220;

/** What is known of a document and of the model that reads it. */
export interface Measures {
  readonly documentTokens: number;
  readonly documentCharacters: number;
  /** What the loaded model can hold for background work. */
  readonly contextTokens: number;
  /** How many calls at once are worthwhile, and what each of them may take. */
  readonly parallel: { readonly calls: number; readonly contextTokens: number };
}

/** What is asked of each section: its statements, or what it says must be done. */
export type ReadingKind = 'statements' | 'actions' | 'whole';

/** How finely a document is read for summaries of this length, whatever their style. */
export function planReading(input: {
  readonly kind: ReadingKind;
  readonly length: SummaryLength;
  readonly measures: Measures;
  /** Tokens of each chapter; empty where the document has none. */
  readonly chapterTokens: readonly number[];
}): ReadingPlan {
  const { kind, measures } = input;
  const { maxPoints, noteTokens: usual } = lengths[input.length];
  const noteTokens = atMostQuarter(kind === 'actions' ? actionTokens : usual, measures);
  const answerTokens = Math.max(noteTokens, ...Object.values(writingTokens(input.length, measures)));
  const maxTokens =
    measures.parallel.calls > 1
      ? Math.min(maxParallelSectionTokens, roomBeside(noteTokens, measures.parallel.contextTokens))
      : maxSectionTokens;
  // A short document is cut finer than it must be, so that each point can name its own pages.
  const wanted = Math.max(minSectionTokens, Math.ceil(measures.documentTokens / maxPoints));
  const fitting = Math.min(wanted, maxTokens, roomBeside(answerTokens, measures.contextTokens));
  const sectionTokens = kind === 'whole' ? 2 * measures.documentTokens + 1000 : Math.max(64, fitting);
  const chapters = input.chapterTokens.length;
  return {
    version: planVersion,
    tokensPerCharacter: measures.documentTokens / Math.max(1, measures.documentCharacters),
    sectionTokens,
    noteTokens,
    // Many small chapters would make many small sections, and each costs a call.
    breaksAtChapters:
      kind !== 'whole' && chapters > 1 && measures.documentTokens / chapters >= sectionTokens / 2,
  };
}

/** What a summary of this style and length may say. */
export function planWriting(input: {
  readonly style: SummaryStyle;
  readonly length: SummaryLength;
  readonly measures: Measures;
}): Plan {
  const { style, length, measures } = input;
  const tokens = writingTokens(length, measures);
  const { maxPoints, pointTokens } =
    style === 'abstract' ? abstractLengths[length] : { ...lengths[length], pointTokens: tokens.pointTokens };
  const whole = style === 'note' || style === 'reply' ? wholeTokens[style] : pointTokens;
  return {
    version: planVersion,
    groupTokens: Math.max(
      64,
      roomBeside(Math.max(tokens.pointTokens, tokens.overviewTokens), measures.contextTokens),
    ),
    maxPoints: style === 'note' || style === 'reply' ? 1 : maxPoints,
    pointTokens: atMostQuarter(whole, measures),
    overviewTokens: tokens.overviewTokens,
  };
}

/** Whether the whole document can be given to the model beside an answer of so many tokens. */
export function fitsWhole(measures: Measures, answerTokens: number): boolean {
  return measures.documentTokens <= roomBeside(answerTokens, measures.contextTokens);
}

function writingTokens(length: SummaryLength, measures: Measures) {
  return {
    pointTokens: atMostQuarter(lengths[length].pointTokens, measures),
    overviewTokens: atMostQuarter(lengths[length].overviewTokens, measures),
  };
}

function atMostQuarter(tokens: number, { contextTokens }: Measures): number {
  return Math.min(tokens, Math.floor((contextTokens - promptTokens) / 4));
}

/** A tenth is left free: the count of a text is an estimate from its characters. */
function roomBeside(answerTokens: number, contextTokens: number): number {
  return Math.floor((contextTokens - promptTokens - answerTokens) * 0.9);
}

/** Whether notes that were taken by one plan say enough for another. */
export function serves(made: ReadingPlan, wanted: ReadingPlan): boolean {
  return (
    made.version === wanted.version &&
    made.noteTokens >= wanted.noteTokens &&
    made.sectionTokens <= wanted.sectionTokens
  );
}

export function countByPlan(plan: ReadingPlan): (text: string) => number {
  return (text) => Math.ceil(text.length * plan.tokensPerCharacter);
}

export function charactersOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.text.length + 1, 0);
}
