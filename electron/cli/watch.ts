import type { Command } from 'commander';
import { z } from 'zod';
import type { FileEvent } from '../../shared/contract/library.ts';
import { fail, ok } from '../../shared/result.ts';
import { type CommandContext, defineCommand, misuse } from './command.ts';
import { describeError } from './errorWords.ts';

const changeWords = {
  added: 'added',
  changed: 'changed',
  moved: 'moved',
  removed: 'removed',
  failed: 'failed',
} as const satisfies Record<FileEvent['change'], string>;

export function addWatch(program: Command, context: CommandContext): void {
  const command = program
    .command('watch')
    .description('index a folder and keep up with it: a line for every file that comes, changes or goes')
    .argument('<folder>', 'the folder; Ctrl-C ends it');
  defineCommand({
    command,
    context,
    options: z.object({}),
    async run(run, { parameters }) {
      const [folder] = parameters;
      if (folder === undefined) return misuse('Name a folder.');
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const { client, grantFile } = opened.value;
      const following = client.open('library.follow', { fileId: grantFile(folder) }, { signal: run.signal });
      for await (const event of following) {
        // Ctrl-C is how this ends.
        if (event.kind === 'finished' || (event.kind === 'failed' && run.signal.aborted)) return ok(null);
        if (event.kind === 'failed') return fail(event.error);
        if (event.item.kind === 'started') {
          run.progress.note(`Following ${event.item.folder.path}. Ctrl-C ends it.`);
          continue;
        }
        const { change, path, from, error, documentId, at } = event.item.event;
        const message = error ? describeError(error) : null;
        run.output.line({
          json: {
            change,
            path,
            ...(from === null ? {} : { from }),
            ...(documentId === null ? {} : { documentId }),
            ...(error ? { error: { ...error, message } } : {}),
            at,
          },
          text: `${changeWords[change].padEnd(8)}${path}${from === null ? '' : ` (was ${from})`}${message ? `: ${message}` : ''}`,
        });
      }
      return ok(null);
    },
  });
}
