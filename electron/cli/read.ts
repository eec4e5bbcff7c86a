import path from 'node:path';
import type { Command } from 'commander';
import type { Block } from '../../shared/contract/documents.ts';
import { isUncertain, type Recognition } from '../../shared/recognition.ts';
import { ok } from '../../shared/result.ts';
import { forkChild } from '../children/forkChild.ts';
import { createParser } from '../documents/parse/parserClient.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { passwordsFor, withPassword } from './passwords.ts';
import { addReadingOptions, readingOptionsSchema, readingWords } from './readingOptions.ts';

/** Needs no data folder, so it works while Sotto is open. */
export function addRead(program: Command, context: CommandContext): void {
  const command = program
    .command('read')
    .description('print what Sotto reads in a document')
    .argument('<file>', 'the document');
  addReadingOptions(command);
  defineCommand({
    command,
    context,
    options: readingOptionsSchema,
    async run(run, { parameters: [given = ''], options }) {
      const filePath = path.resolve(run.terminal.workingFolder, given);
      const fileName = path.basename(filePath);
      const parser = createParser({
        startChild: forkChild,
        entryPath: run.places.parserEntryPath,
        onConnectionBlocked: run.connectionLog.record,
      });
      try {
        const parsed = await withPassword({
          fileName,
          passwords: passwordsFor(run, options),
          read: (password) =>
            parser.parse({
              path: filePath,
              fileName,
              password,
              recognitionLanguage: options.ocrLanguage,
              signal: run.signal,
              onProgress: ({ step, ...progress }) =>
                run.progress.show({ label: `${readingWords[step]} ${fileName}`, ...progress, unit: 'pages' }),
            }),
        });
        if (!parsed.ok) return parsed;
        const { title, language, pages, blocks, recognition } = parsed.value;
        if (recognition && !run.output.isJson) run.progress.note(describeRecognition(recognition));
        run.output.result({
          json: {
            title,
            language,
            pages,
            blocks,
            ...(recognition ? { recognition: withUncertainty(recognition) } : {}),
          },
          text: blocks.map(describeBlock).join('\n\n'),
        });
        return ok(null);
      } finally {
        await parser.dispose();
      }
    },
  });
}

function describeBlock({ kind, text, headings }: Block): string {
  return kind === 'heading' ? `${'#'.repeat(Math.min(6, headings.length + 1))} ${text}` : text;
}

function withUncertainty({ language, pages }: Recognition) {
  return { language, pages: pages.map((page) => ({ ...page, isUncertain: isUncertain(page) })) };
}

/** For example "The words on 3 pages were recognised in pictures (deu). Compare pages 2, 7 with the original." */
function describeRecognition({ language, pages }: Recognition): string {
  const unsure = pages.filter(isUncertain).map(({ page }) => page);
  const count = pages.length === 1 ? 'one page' : `${pages.length} pages`;
  const advice =
    unsure.length === 0
      ? ''
      : ` Compare ${unsure.length === 1 ? 'page' : 'pages'} ${unsure.join(', ')} with the original: the words there are unsure.`;
  return `The words on ${count} were recognised in pictures${language === null ? '' : ` (${language})`}.${advice}`;
}
