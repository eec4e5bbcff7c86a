import { Command, CommanderError } from 'commander';
import { config } from 'zod';
import { type CommandContext, exitCodes } from './command.ts';
import { createOutput } from './output.ts';

/** In the order of the help text. Each is a part of its own, for loading the code of all takes longer than a search. */
const commands = {
  summarize: async () => (await import('./summarize.ts')).addSummarize,
  compare: async () => (await import('./compare.ts')).addCompare,
  digest: async () => (await import('./digest.ts')).addDigest,
  read: async () => (await import('./read.ts')).addRead,
  index: async () => (await import('./indexFiles.ts')).addIndex,
  watch: async () => (await import('./watch.ts')).addWatch,
  folders: async () => (await import('./folders.ts')).addFolders,
  search: async () => (await import('./search.ts')).addSearch,
  collections: async () => (await import('./collections.ts')).addCollections,
  ask: async () => (await import('./ask.ts')).addAsk,
  chat: async () => (await import('./chat.ts')).addChat,
  models: async () => (await import('./models.ts')).addModels,
  serve: async () => (await import('./serve.ts')).addServe,
  code: async () => (await import('./code.ts')).addCode,
} as const;

/** Their few messages are checked faster than zod compiles their schemas to code. https://zod.dev/api#jitless */
const shortCommands: readonly string[] = ['search', 'collections', 'folders', 'models'];

/** The one that is meant, or all where none can be told by its name, as for the help text. */
function commandsFor([name = '']: readonly string[]) {
  return Object.hasOwn(commands, name)
    ? Object.entries(commands).flatMap(([each, load]) => (each === name ? [load] : []))
    : Object.values(commands);
}

/** Runs one command line. @returns the exit code: 0 done, 1 failed, 2 misused, 128 and more: ended by a signal. */
export async function runCli(input: {
  readonly parameters: readonly string[];
  readonly context: Omit<CommandContext, 'setExitCode'>;
}): Promise<number> {
  const { parameters } = input;
  const { terminal, version } = input.context;
  let exitCode: number = exitCodes.done;
  const context: CommandContext = {
    ...input.context,
    setExitCode(code) {
      exitCode = code;
    },
  };
  const program = new Command('sotto')
    .description('A private assistant: everything it does, it does on this computer.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(run it with --help to see how it is used)')
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    });
  if (shortCommands.includes(parameters[0] ?? '')) config({ jitless: true });
  for (const load of commandsFor(parameters)) (await load())(program, context);
  try {
    await program.parseAsync(parameters, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    // Commander has told people already; programs read stdout.
    if (parameters.includes('--json')) {
      const reason = error.message.replace(/^error: /, '').replace(/[^.]$/, '$&.');
      createOutput({ terminal, isJson: true, beforePrint: () => undefined }).failure({
        code: 'cli.misuse',
        reason,
      });
    }
    return exitCodes.misused;
  }
}
