import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { Document } from '../../shared/contract/documents.ts';
import type { Model } from '../../shared/contract/models.ts';
import { type SummaryLength, summaryLengthSchema } from '../../shared/contract/settings.ts';
import {
  languageTagSchema,
  type Summary,
  type SummaryStyle,
  summaryStyleSchema,
} from '../../shared/contract/summaries.ts';
import { summaryPaper } from '../../shared/papers/summaryPaper.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { addDocument } from './addDocument.ts';
import { type CommandContext, type CommandRun, defineCommand, misuse } from './command.ts';
import type { CommandError } from './commandError.ts';
import { describeInstant, describeSummary } from './describeSummary.ts';
import { followSummary } from './followSummary.ts';
import { chooseModel } from './modelChoice.ts';
import { parseCount } from './options.ts';
import { addOutOptions, outOptions, printOrWrite, refuseOut } from './outFile.ts';
import { passwordsFor } from './passwords.ts';
import { addReadingOptions, readingOptionsSchema } from './readingOptions.ts';
import type { Session } from './session.ts';

const optionsSchema = readingOptionsSchema.extend({
  length: summaryLengthSchema.optional(),
  style: summaryStyleSchema.default('keyPoints'),
  language: languageTagSchema.optional(),
  sentences: z.number().optional(),
  fresh: z.boolean().default(false),
  ...outOptions,
});
type SummarizeOptions = z.infer<typeof optionsSchema>;

export function addSummarize(program: Command, context: CommandContext): void {
  const command = program
    .command('summarize')
    .description('summarise a whole document, with the pages each point stands on')
    .argument('<file>', 'the document')
    .addOption(new Option('--length <length>', 'how long').choices(summaryLengthSchema.options))
    .addOption(new Option('--style <style>', 'what kind of summary').choices(summaryStyleSchema.options))
    .option('--language <tag>', "in which language, for example de or pt-BR; else the document's", parseTag)
    .option(
      '--sentences <count>',
      'exactly so many key sentences, without a model',
      parseCount({ min: 1, max: 1000 }),
    )
    .option('--fresh', 'write it again although it is stored');
  addReadingOptions(command);
  defineCommand({
    command: addOutOptions(command),
    context,
    options: optionsSchema,
    async run(run, { parameters: [filePath = ''], options }) {
      const refused = refuseOut(options);
      if (refused) return refused;
      if (options.sentences !== undefined && typeof run.common.model === 'string') {
        return misuse('--sentences picks sentences without a model, so it cannot be used with --model.');
      }
      if (options.language !== undefined && run.common.model === false) {
        return misuse('--language needs a model, so it cannot be used with --no-model.');
      }
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const session = opened.value;
      const chosen = options.sentences === undefined ? await chooseModel(run, session) : ok(null);
      if (!chosen.ok) return chosen;
      const added = await addDocument({
        run,
        session,
        filePath,
        passwords: passwordsFor(run, options),
        recognitionLanguage: options.ocrLanguage,
      });
      if (!added.ok) return added;
      const length = options.length ?? (await storedLength(session));
      const { document } = added.value;
      const request = { run, session, document, length, options };
      if (chosen.value !== null) return writeSummary({ ...request, model: chosen.value });
      return options.language === undefined ? pickSentences(request) : fail({ code: 'models.noneInstalled' });
    },
  });
}

function parseTag(text: string): string {
  const tag = languageTagSchema.safeParse(text);
  if (tag.success) return tag.data;
  throw new InvalidArgumentError('It must be a BCP 47 tag, for example de or pt-BR.');
}

interface SummaryRequest {
  readonly run: CommandRun;
  readonly session: Session;
  readonly document: Document;
  readonly length: SummaryLength;
  readonly options: SummarizeOptions;
}

async function pickSentences(input: SummaryRequest): Promise<Result<null, CommandError>> {
  const { run, session, document, length, options } = input;
  const { sentences, style } = options;
  if (run.common.model !== false && sentences === undefined) {
    run.progress.note(
      'No model is installed, so these are key sentences. Add one with: sotto models add PATH',
    );
  }
  run.progress.show({ label: 'Choosing key sentences' });
  const picked = await session.client.request(
    'documents.pickKeySentences',
    { documentId: document.id, length, style, ...(sentences === undefined ? {} : { sentences }) },
    { signal: run.signal },
  );
  if (!picked.ok) return picked;
  const { points, dates, coverage, elapsedMs } = picked.value;
  return printOrWrite({
    ...{ run, options },
    paper: () =>
      summaryPaper({
        ...{ title: document.title, summary: null, now: new Date() },
        instant: { heading: 'Key sentences', picked: picked.value },
      }),
    json: {
      mode: 'extractive',
      model: null,
      style,
      summary: points.map((point) => point.text).join('\n'),
      points,
      ...(hasDates(style) ? { dates } : {}),
      coverage,
      stats: { elapsedMs: Math.round(elapsedMs), pages: document.pages, words: document.words },
    },
    text: describeInstant({ title: document.title, style, picked: picked.value }),
  });
}

async function writeSummary(
  input: SummaryRequest & { readonly model: Model },
): Promise<Result<null, CommandError>> {
  const { run, session, document, model, length } = input;
  const { style, fresh: isFresh, language = null } = input.options;
  const startedAt = performance.now();
  const followed = await followSummary({ run, session, document, model, length, style, language, isFresh });
  if (!followed.ok) return followed;
  const summary = followed.value;
  const { sectionsRead, sectionsTotal } = summary.coverage;
  if (summary.state !== 'finished') {
    return fail(summary.error ?? { code: 'cli.summaryPaused', sectionsRead, sectionsTotal });
  }
  return printOrWrite({
    ...{ run, options: input.options },
    paper: () => summaryPaper({ title: document.title, summary, instant: null, now: new Date() }),
    json: {
      mode: 'model',
      model: { id: model.id, name: summary.modelName },
      style,
      language: summary.language ?? document.language,
      summary: textOf(summary),
      points: summary.points,
      ...(style === 'actions' ? { actions: summary.actions } : {}),
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
}

function hasDates(style: SummaryStyle): boolean {
  return style === 'actions' || style === 'reply';
}

/** A document of few pages has points only; they are its summary. */
function textOf({ text, points, actions }: Summary): string {
  if (text.trim() !== '') return text;
  return [...points.map((point) => point.text), ...actions.map(({ what }) => what)].join('\n');
}

async function storedLength({ client }: Session): Promise<SummaryLength> {
  const settings = await client.request('settings.get', {});
  return settings.ok ? settings.value.summaryLength : 'medium';
}
