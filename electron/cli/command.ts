import type { Command } from 'commander';
import type { z } from 'zod';
import { fail, type Result } from '../../shared/result.ts';
import type { ConnectionLog } from '../network/connectionLog.ts';
import type { PowerWatch } from '../power/powerState.ts';
import type { CommandError } from './commandError.ts';
import { addCommonOptions, type CommonOptions, commonOptionsSchema } from './options.ts';
import { createOutput, type Output } from './output.ts';
import type { Places } from './places.ts';
import { createProgress, type Progress } from './progress.ts';
import { openSession, type Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** What all commands share. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly places: Places;
  readonly version: string;
  readonly connectionLog: ConnectionLog;
  readonly setExitCode: (exitCode: number) => void;
}

/** One run of one command. */
export interface CommandRun extends CommandContext {
  readonly common: CommonOptions;
  readonly output: Output;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Opens the assistant on the data folder, once; it is closed when the command ends. */
  openSession(options?: {
    readonly power?: PowerWatch;
    readonly isAboutToRead?: boolean;
  }): Promise<Result<Session, CommandError>>;
}

/** 'allFailed': the result itself tells what failed. */
export type CommandEnd = null | 'allFailed';

export const exitCodes = { done: 0, failed: 1, misused: 2 } as const;
const signalExitCodes: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Gives a command the common options and runs it: prints its failure, closes what it opened, sets the exit code. */
export function defineCommand<Options extends z.ZodType>(input: {
  readonly command: Command;
  readonly context: CommandContext;
  readonly options: Options;
  readonly run: (
    run: CommandRun,
    given: { readonly parameters: readonly string[]; readonly options: z.infer<Options> },
  ) => Promise<Result<CommandEnd, CommandError>>;
}): void {
  const { command, context } = input;
  addCommonOptions(command).action(async () => {
    const common = commonOptionsSchema.parse(command.opts());
    const { terminal } = context;
    const progress = createProgress({ terminal, isQuiet: common.quiet });
    const output = createOutput({ terminal, isJson: common.json, beforePrint: progress.clear });
    let session: Session | null = null;
    const run: CommandRun = {
      ...context,
      common,
      output,
      progress,
      signal: terminal.signal,
      async openSession(options) {
        const opened = await openSession({ context, common, ...options });
        if (opened.ok) session = opened.value;
        return opened;
      },
    };
    try {
      const options = input.options.parse(command.opts());
      const ended = await input.run(run, { parameters: command.args, options });
      if (!ended.ok) output.failure(asInterruption(ended.error, terminal.signal));
      context.setExitCode(exitCodeOf(ended, terminal.signal));
    } finally {
      progress.clear();
      await closeSession(session);
    }
  });
}

/** TypeScript cannot see that the callback above may have set the session. */
async function closeSession(session: Session | null): Promise<void> {
  await session?.dispose();
}

/** After Ctrl-C, whatever call it ended says so in its own words. */
function asInterruption(error: CommandError, signal: AbortSignal): CommandError {
  return signal.aborted && !error.code.startsWith('cli.') ? { code: 'cli.interrupted' } : error;
}

function exitCodeOf(ended: Result<CommandEnd, CommandError>, signal: AbortSignal): number {
  if (ended.ok) return ended.value === null ? exitCodes.done : exitCodes.failed;
  if (signal.aborted) return signalExitCodes[String(signal.reason)] ?? 130;
  return ended.error.code === 'cli.misuse' ? exitCodes.misused : exitCodes.failed;
}

export function misuse(reason: string): Result<never, CommandError> {
  return fail({ code: 'cli.misuse', reason });
}
