import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { Point, SummaryStyle } from '../../../shared/contract/summaries.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { callTogether } from './calls.ts';
import { balancedGroups, type Group } from './groups.ts';
import { writePoint } from './joinNotes.ts';
import { countByPlan, type Plan } from './plan.ts';
import { overviewPrompt, partPrompt, sentencesFor } from './prompts.ts';
import { readSections } from './readSection.ts';
import type { Run, RunSummaryInput } from './run.ts';
import type { PlannedSection } from './sections.ts';
import { writeActions } from './writeActions.ts';
import { writeWhole } from './writeWhole.ts';

/**
 * Reads every section, several at once in their order, and writes what the style asks for: points from the notes
 * of each part of the document as soon as the part is read, then an overview from the points; or one text or list
 * of the whole. Notes and steps kept from an earlier run are not made again.
 * @returns the overview, empty where the style has none or a single point says it all; the first failure otherwise.
 */
export async function runSummary(input: RunSummaryInput): Promise<Result<string, ModelUseError>> {
  return callTogether(input, async (calls) => {
    const { document, readingPlan, sections, notes, onNotes } = input;
    const run: Run = { ...input, calls, reading: { document, plan: readingPlan, sections, notes, onNotes } };
    if (input.style === 'actions') return writeActions(run);
    if (input.style === 'note' || input.style === 'reply') return writeWhole(run, input.style);
    const points = await writePoints(run);
    if (points.length < 2 || !hasOverview(input.style)) return ok('');
    return writeOverview(
      run,
      points.map((point) => point.text),
    );
  });
}

function hasOverview(style: SummaryStyle): boolean {
  return style === 'keyPoints' || style === 'plain';
}

/** How many texts are written from notes, once all sections are read: the points and the overview. */
export function countCombiningSteps(input: {
  readonly sections: readonly unknown[];
  readonly plan: Plan;
  readonly style: SummaryStyle;
}): number {
  if (input.style === 'actions') return 0;
  const parts = Math.min(input.plan.maxPoints, input.sections.length);
  return parts > 1 && hasOverview(input.style) ? parts + 1 : parts;
}

/** @returns the points that could be written; what failed is told to the calls. */
async function writePoints(run: Run): Promise<Point[]> {
  const { calls, sections } = run;
  const parts = partsOf(run);
  const byPart: Point[][] = parts.map(() => []);
  const tellPart = async ([start, end]: Group, index: number) => {
    const notes = await readSections(run, sections.slice(start, end));
    if (notes === null) return;
    const point = await writePoint({ ...run, rewrite: rewriteFor(run) }, { notes, position: start });
    if (!point.ok) return calls.fail(point);
    const heading = run.style === 'chapters' ? headingOf(sections[start]) : null;
    const told = { ...point.value, ...(heading === null ? {} : { heading }) };
    byPart[index] = point.value.text === '' ? [] : [told];
    run.onPoints(byPart.flat());
  };
  await Promise.all(parts.map(tellPart));
  return byPart.flat();
}

/** Each chapter is a part, where sections are cut by chapters; else parts are about equally long. */
function partsOf({ sections, readingPlan, plan, style }: Run): Group[] {
  if (style === 'chapters' && sections.some(({ chapter }) => chapter !== null)) {
    const starts = sections.flatMap(({ chapter }, index) =>
      chapter?.index === sections[index - 1]?.chapter?.index ? [] : [index],
    );
    return starts.map((start, index): Group => [start, starts[index + 1] ?? sections.length]);
  }
  return balancedGroups(
    sections.map((section) => countByPlan(readingPlan)(section.text)),
    plan.maxPoints,
  );
}

function headingOf(section: PlannedSection | undefined): string | null {
  return section?.chapter === null ? section.heading : (section?.chapter?.heading ?? null);
}

/** Null where joined notes are the point: they are in the document's language and as plain as it is. */
function rewriteFor(run: Run): ((notes: readonly string[]) => ReturnType<typeof partPrompt>) | null {
  const { style, language, document, plan } = run;
  if (style === 'actions' || style === 'note' || style === 'reply') return null;
  if (style === 'keyPoints' && language === null) return null;
  const subject = { title: document.title, language: language ?? document.language };
  return (notes) => partPrompt(subject, { notes, sentences: sentencesFor(plan.pointTokens), style });
}

/**
 * Points that do not fit together are told half by half first. Empty where even that does not fit: the points,
 * which are kept, say it all.
 */
async function writeOverview(run: Run, points: readonly string[]): Promise<Result<string, ModelUseError>> {
  const { document, language, plan, style } = run;
  const tell = (texts: readonly string[]) =>
    run.calls.write({
      messages: overviewPrompt(
        { title: document.title, language: language ?? document.language },
        { points: texts, sentences: sentencesFor(plan.overviewTokens), isPlain: style === 'plain' },
      ),
      maxTokens: plan.overviewTokens,
      isUrgent: true,
    });
  const whole = await tell(points);
  if (whole.ok || whole.error.code !== 'engine.contextFull') return whole;
  if (points.length < 3) return ok('');
  const middle = Math.ceil(points.length / 2);
  const first = await writeOverview(run, points.slice(0, middle));
  if (!first.ok) return first;
  const second = await writeOverview(run, points.slice(middle));
  if (!second.ok) return second;
  const told = await tell([first.value, second.value].filter((text) => text !== ''));
  return !told.ok && told.error.code === 'engine.contextFull' ? ok('') : told;
}
