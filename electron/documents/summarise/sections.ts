import type { Block } from '../../../shared/contract/documents.ts';
import { type Chapter, chaptersOf } from '../chapters.ts';
import { type Section, sectionsOf } from '../chunk.ts';
import { countByPlan, type ReadingPlan } from './plan.ts';

/** A part of a document that the model reads at once. */
export interface PlannedSection extends Section {
  /** Its chapter's place among them, and what it is called; null where sections are not cut by chapters. */
  readonly chapter: { readonly index: number; readonly heading: string | null } | null;
}

/** Cuts a document as its reading plan says; the same plan cuts the same sections. */
export function planSections(blocks: readonly Block[], plan: ReadingPlan): PlannedSection[] {
  const options = { maxTokens: plan.sectionTokens, countTokens: countByPlan(plan) };
  if (!plan.breaksAtChapters) {
    return sectionsOf(blocks, options).map((section) => ({ ...section, chapter: null }));
  }
  return chaptersOf(blocks)
    .flatMap((chapter, index) => sectionsIn(chapter, index, options))
    .map((section, index) => ({ ...section, index }));
}

function sectionsIn(
  { blocks, heading }: Chapter,
  index: number,
  options: Parameters<typeof sectionsOf>[1],
): PlannedSection[] {
  return sectionsOf(blocks, options).map((section) => ({ ...section, chapter: { index, heading } }));
}
