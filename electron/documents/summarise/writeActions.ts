import { z } from 'zod';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { Action } from '../../../shared/contract/summaries.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { AnswerSchema } from '../../engine/answerSchema.ts';
import { dateOrderOf } from '../instant/findDates.ts';
import { checkActions, mergeActions, parseRows } from './actionRows.ts';
import { actionsPrompt, translatePrompt } from './prompts.ts';
import { readSection } from './readSection.ts';
import type { Run } from './run.ts';

const maxRows = 8;
const orNull = (schema: AnswerSchema): AnswerSchema => ({ oneOf: [{ type: 'null' }, schema] });
const rowsSchema: AnswerSchema = {
  type: 'array',
  maxItems: maxRows,
  items: {
    type: 'object',
    properties: {
      who: orNull({ type: 'string', maxLength: 60 }),
      what: { type: 'string', minLength: 3, maxLength: 200 },
      when: orNull({ type: 'string', maxLength: 60 }),
    },
  },
};
/** So many lines are translated at once: a small model loses count of more. */
const linesAtOnce = 8;

/**
 * Lists what the document says has to be done. Each section is asked for rows; a row whose words do not stand in
 * its section is left out, and so are names and dates that do not.
 */
export async function writeActions(run: Run): Promise<Result<string, ModelUseError>> {
  const { sections, document } = run;
  const order = dateOrderOf(sections.map(({ text }) => text));
  const bySection: Action[][] = sections.map(() => []);
  const question = {
    prompt: (section: Parameters<typeof actionsPrompt>[1]) => actionsPrompt(document, section),
    jsonSchema: rowsSchema,
    join: (first: string, second: string) => JSON.stringify([...parseRows(first), ...parseRows(second)]),
  };
  await Promise.all(
    sections.map(async (section) => {
      const note = await readSection({ ...run, question }, section);
      if (!note.ok) return run.calls.fail(note);
      bySection[section.index] = checkActions({
        ...{ rows: parseRows(note.value.text), text: section.text, pages: section.pages },
        ...{ language: document.language, order },
      });
      run.onActions(mergeActions(bySection.flat(), document.language));
    }),
  );
  const merged = mergeActions(bySection.flat(), document.language);
  const told = run.language === null ? ok(merged) : await translate(run, merged);
  if (!told.ok) return told;
  run.onActions(told.value);
  return ok('');
}

const linesSchema = z.array(z.string());

/** Puts what is to be done into the language asked for; names and dates stay as the document has them. */
async function translate(run: Run, actions: readonly Action[]): Promise<Result<Action[], ModelUseError>> {
  const groups = Array.from({ length: Math.ceil(actions.length / linesAtOnce) }, (_, index) =>
    actions.slice(index * linesAtOnce, (index + 1) * linesAtOnce),
  );
  const translated = await Promise.all(
    groups.map(async (group) => {
      const lines = group.map(({ what }) => what);
      const written = await run.calls.write({
        messages: translatePrompt({ title: run.document.title, language: run.language }, lines),
        maxTokens: Math.max(run.plan.pointTokens, linesAtOnce * 40),
        isUrgent: true,
        jsonSchema: {
          type: 'array',
          items: { type: 'string', minLength: 1, maxLength: 240 },
          ...{ minItems: lines.length, maxItems: lines.length },
        },
      });
      if (!written.ok) {
        run.calls.fail(written);
        return group;
      }
      const parsed = linesSchema.safeParse(parseJson(written.value));
      return group.map((action, index) => ({ ...action, what: parsed.data?.[index] ?? action.what }));
    }),
  );
  return ok(translated.flat());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
