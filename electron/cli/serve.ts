import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { fail, ok } from '../../shared/result.ts';
import { watchLinuxPower } from '../power/linuxPower.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { addFolder } from './folders.ts';
import { chooseModel } from './modelChoice.ts';
import { openBrowser } from './openBrowser.ts';
import { collect, parseCount } from './options.ts';

const optionsSchema = z.object({
  port: z.number().default(0),
  open: z.boolean().default(false),
  watch: z.array(z.string()).default([]),
});

export function addServe(program: Command, context: CommandContext): void {
  const command = program
    .command('serve')
    .description('open Sotto in a browser window of this computer')
    .option(
      '--port <number>',
      'listen on this port (default: any free one)',
      parseCount({ min: 0, max: 65_535 }),
    )
    .option('--open', 'open the window')
    .option('--watch <folder>', 'keep up with this folder from now on (may be given several times)', collect);
  defineCommand({
    command,
    context,
    options: optionsSchema,
    async run(run, { options }) {
      const { rendererFolder } = run.places;
      if (!existsSync(path.join(rendererFolder, 'index.html'))) {
        return fail({ code: 'cli.rendererMissing', folder: rendererFolder });
      }
      const power = watchLinuxPower({ folder: run.terminal.environment.SOTTO_SYSFS });
      const opened = await run.openSession({ power });
      if (!opened.ok) return opened;
      const session = opened.value;
      // Named on the command line, a model is added at once; otherwise the window chooses.
      const chosen = run.common.model === undefined ? ok(null) : await chooseModel(run, session);
      if (!chosen.ok) return chosen;
      for (const folder of options.watch) {
        const watched = await addFolder({ session, folder });
        // Watched already is as good.
        if (!watched.ok && watched.error.code !== 'library.alreadyFollowed') return watched;
      }
      // Only here: Node's HTTP takes longer to load than a search.
      const { startServer } = await import('../server/server.ts');
      const started = await startServer({
        port: options.port,
        connect: session.connect,
        files: session.files,
        rendererFolder,
        uploadFolder: path.join(session.dataFolder, 'uploads'),
        sessionsFilePath: path.join(session.dataFolder, 'sessions.json'),
      });
      if (!started.ok) return started;
      const { url, port, close } = started.value;
      try {
        run.output.line({ json: { url, port }, text: `Sotto is open at ${url}\nCtrl-C ends it.` });
        const hasWindow = options.open && (await openBrowser({ url, environment: run.terminal.environment }));
        if (options.open && !hasWindow)
          run.progress.note('No window could be opened here. Open the link above.');
        await aborted(run.signal);
        return ok(null);
      } finally {
        await close();
      }
    },
  });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
