import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Document, Summary } from '../../shared/contract/documents.ts';
import type { Model } from '../../shared/contract/models.ts';
import { type SummaryLength, summaryLengthSchema } from '../../shared/contract/settings.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { addDocument } from './addDocument.ts';
import { type CommandContext, type CommandRun, defineCommand, misuse } from './command.ts';
import type { CommandError } from './commandError.ts';
import { followSummary } from './followSummary.ts';
import { chooseModel } from './modelChoice.ts';
import { parseCount } from './options.ts';
import { addPasswordOption, passwordOptionsSchema, passwordsFor } from './passwords.ts';
import type { Session } from './session.ts';
import { pageRange } from './words.ts';

const optionsSchema = passwordOptionsSchema.extend({
  length: summaryLengthSchema.optional(),
  sentences: z.number().optional(),
  fresh: z.boolean().default(false),
});

export function addSummarize(program: Command, context: CommandContext): void {
  const command = program
    .command('summarize')
    .description('summarise a whole document, with the pages each point stands on')
    .argument('<file>', 'the document')
    .addOption(new Option('--length <length>', 'how long').choices(summaryLengthSchema.options))
    .option(
      '--sentences <count>',
      'exactly so many key sentences, without a model',
      parseCount({ min: 1, max: 1000 }),
    )
    .option('--fresh', 'write it again although it is stored');
  addPasswordOption(command);
  defineCommand({
    command,
    context,
    options: optionsSchema,
    async run(run, { parameters: [filePath = ''], options }) {
      if (options.sentences !== undefined && typeof run.common.model === 'string') {
        return misuse('--sentences picks sentences without a model, so it cannot be used with --model.');
      }
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const session = opened.value;
      const chosen = options.sentences === undefined ? await chooseModel(run, session) : ok(null);
      if (!chosen.ok) return chosen;
      const added = await addDocument({ run, session, filePath, passwords: passwordsFor(run, options) });
      if (!added.ok) return added;
      const length = options.length ?? (await storedLength(session));
      const { document } = added.value;
      return chosen.value === null
        ? pickSentences({ run, session, document, length, sentences: options.sentences })
        : writeSummary({ run, session, document, length, model: chosen.value, isFresh: options.fresh });
    },
  });
}

interface SummaryRequest {
  readonly run: CommandRun;
  readonly session: Session;
  readonly document: Document;
  readonly length: SummaryLength;
}

async function pickSentences(
  input: SummaryRequest & { readonly sentences: number | undefined },
): Promise<Result<null, CommandError>> {
  const { run, session, document, length, sentences } = input;
  if (run.common.model !== false && sentences === undefined) {
    run.progress.note(
      'No model is installed, so these are key sentences. Add one with: sotto models add PATH',
    );
  }
  run.progress.show({ label: 'Choosing key sentences' });
  const picked = await session.client.request(
    'documents.pickKeySentences',
    { documentId: document.id, length, ...(sentences === undefined ? {} : { sentences }) },
    { signal: run.signal },
  );
  if (!picked.ok) return picked;
  const { points, coverage, elapsedMs } = picked.value;
  run.output.result({
    json: {
      mode: 'extractive',
      model: null,
      summary: points.map((point) => point.text).join('\n'),
      points,
      coverage,
      stats: { elapsedMs: Math.round(elapsedMs), pages: document.pages, words: document.words },
    },
    text: [
      `Key sentences of ${document.title}`,
      ...points.map((point) => `- ${point.text} (${pageRange(point.pages)})`),
    ].join('\n\n'),
  });
  return ok(null);
}

async function writeSummary(
  input: SummaryRequest & { readonly model: Model; readonly isFresh: boolean },
): Promise<Result<null, CommandError>> {
  const { run, document, model } = input;
  const startedAt = performance.now();
  const followed = await followSummary(input);
  if (!followed.ok) return followed;
  const summary = followed.value;
  const { sectionsRead, sectionsTotal } = summary.coverage;
  if (summary.state !== 'finished') {
    return fail(summary.error ?? { code: 'cli.summaryPaused', sectionsRead, sectionsTotal });
  }
  run.output.result({
    json: {
      mode: 'model',
      model: { id: model.id, name: summary.modelName },
      summary: textOf(summary),
      points: summary.points,
      coverage: summary.coverage,
      stats: {
        elapsedMs: Math.round(performance.now() - startedAt),
        writingMs: Math.round(summary.elapsedMs),
        pages: document.pages,
        words: document.words,
      },
    },
    text: describeSummary(summary),
  });
  return ok(null);
}

/** A document of few pages has points only; they are its summary. */
function textOf({ text, points }: Summary): string {
  return text.trim() === '' ? points.map((point) => point.text).join('\n') : text;
}

function describeSummary({ text, points, coverage, modelName }: Summary): string {
  const source = `Written by ${modelName} from ${coverage.sectionsRead} of ${coverage.sectionsTotal} sections.`;
  const listed = points.map((point) => `- ${point.text} (${pageRange(point.pages)})`);
  return [text.trim(), ...listed, source].filter((part) => part !== '').join('\n\n');
}

async function storedLength({ client }: Session): Promise<SummaryLength> {
  const settings = await client.request('settings.get', {});
  return settings.ok ? settings.value.summaryLength : 'medium';
}
