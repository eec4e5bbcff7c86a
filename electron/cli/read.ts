import path from 'node:path';
import type { Command } from 'commander';
import type { Block } from '../../shared/contract/documents.ts';
import { ok } from '../../shared/result.ts';
import { forkChild } from '../children/forkChild.ts';
import { createParser } from '../documents/parse/parserClient.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { addPasswordOption, passwordOptionsSchema, passwordsFor, withPassword } from './passwords.ts';

/** Needs no data folder, so it works while Sotto is open. */
export function addRead(program: Command, context: CommandContext): void {
  const command = program
    .command('read')
    .description('print what Sotto reads in a document')
    .argument('<file>', 'the document');
  addPasswordOption(command);
  defineCommand({
    command,
    context,
    options: passwordOptionsSchema,
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
              signal: run.signal,
              onProgress: (progress) =>
                run.progress.show({ label: `Reading ${fileName}`, ...progress, unit: 'pages' }),
            }),
        });
        if (!parsed.ok) return parsed;
        const { title, language, pages, blocks } = parsed.value;
        run.output.result({
          json: { title, language, pages, blocks },
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
