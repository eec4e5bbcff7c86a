import { Command, CommanderError } from 'commander';
import { addAsk } from './ask.ts';
import { addChat } from './chat.ts';
import { addCode } from './code.ts';
import { addCollections } from './collections.ts';
import { type CommandContext, exitCodes } from './command.ts';
import { addCompare } from './compare.ts';
import { addDigest } from './digest.ts';
import { addFolders } from './folders.ts';
import { addIndex } from './indexFiles.ts';
import { addModels } from './models.ts';
import { createOutput } from './output.ts';
import { addRead } from './read.ts';
import { addSearch } from './search.ts';
import { addServe } from './serve.ts';
import { addSummarize } from './summarize.ts';
import { addWatch } from './watch.ts';

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
  for (const add of [
    addSummarize,
    addCompare,
    addDigest,
    addRead,
    addIndex,
    addWatch,
    addFolders,
    addSearch,
    addCollections,
    addAsk,
    addChat,
    addModels,
    addServe,
    addCode,
  ]) {
    add(program, context);
  }
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
