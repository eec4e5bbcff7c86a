import type { Document } from '../../../shared/contract/documents.ts';
import type { Action, Point, SummaryStyle } from '../../../shared/contract/summaries.ts';
import type { CallSettings, Calls } from './calls.ts';
import type { Plan, ReadingPlan } from './plan.ts';
import type { Reading } from './readSection.ts';
import type { PlannedSection } from './sections.ts';
import type { StoredStep } from './summaryStore.ts';

export interface RunSummaryInput extends CallSettings {
  readonly document: Document;
  readonly style: SummaryStyle;
  /** Null: the document's own. */
  readonly language: string | null;
  readonly readingPlan: ReadingPlan;
  readonly plan: Plan;
  readonly sections: readonly PlannedSection[];
  /** What an earlier run left: notes by section, and what was written from them. */
  readonly notes: Reading['notes'];
  readonly steps: readonly StoredStep[];
  readonly onNotes: Reading['onNotes'];
  readonly onStep: (step: StoredStep) => void;
  readonly onPoints: (points: readonly Point[]) => void;
  readonly onActions: (actions: readonly Action[]) => void;
}

/** One run: everything in it shares the places, and stops with the first that fails. */
export interface Run extends RunSummaryInput {
  readonly calls: Calls;
  readonly reading: Reading;
}
