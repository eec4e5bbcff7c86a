import { z } from 'zod';
import type { Block } from '../../../shared/contract/documents.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';

/** Grows when prompts or the way of cutting change, so that an older half-done run is not continued. */
export const planVersion = 2;

/** How a document is cut and what the model may say, fixed when a summary starts and kept for its resumption. */
export const planSchema = z.object({
  version: z.int(),
  /** Measured on this document with this model. */
  tokensPerCharacter: z.number(),
  sectionTokens: z.int(),
  noteTokens: z.int(),
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

/** @param contextTokens what the loaded model can hold for background work. */
export function planSummary(input: {
  readonly length: SummaryLength;
  readonly documentTokens: number;
  readonly documentCharacters: number;
  readonly contextTokens: number;
  /** How many calls at once are worthwhile, and what each of them may take. */
  readonly parallel: { readonly calls: number; readonly contextTokens: number };
}): Plan {
  const { maxPoints, ...sizes } = lengths[input.length];
  const room = input.contextTokens - promptTokens;
  const noteTokens = Math.min(sizes.noteTokens, Math.floor(room / 4));
  const pointTokens = Math.min(sizes.pointTokens, Math.floor(room / 4));
  const overviewTokens = Math.min(sizes.overviewTokens, Math.floor(room / 4));
  const roomForText = roomBeside(Math.max(noteTokens, pointTokens, overviewTokens), input.contextTokens);
  const maxTokens =
    input.parallel.calls > 1
      ? Math.min(maxParallelSectionTokens, roomBeside(noteTokens, input.parallel.contextTokens))
      : maxSectionTokens;
  // A short document is cut finer than it must be, so that each point can name its own pages.
  const wanted = Math.max(minSectionTokens, Math.ceil(input.documentTokens / maxPoints));
  return {
    version: planVersion,
    tokensPerCharacter: input.documentTokens / Math.max(1, input.documentCharacters),
    sectionTokens: Math.max(64, Math.min(wanted, maxTokens, roomForText)),
    noteTokens,
    groupTokens: Math.max(64, roomForText),
    maxPoints,
    pointTokens,
    overviewTokens,
  };
}

/** A tenth is left free: the count of a text is an estimate from its characters. */
function roomBeside(answerTokens: number, contextTokens: number): number {
  return Math.floor((contextTokens - promptTokens - answerTokens) * 0.9);
}

export function countByPlan(plan: Plan): (text: string) => number {
  return (text) => Math.ceil(text.length * plan.tokensPerCharacter);
}

export function charactersOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.text.length + 1, 0);
}
