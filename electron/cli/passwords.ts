import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import { withoutControls } from './printable.ts';
import { readLines } from './readLines.ts';
import type { Terminal } from './terminal.ts';

export const passwordOptionsSchema = z.object({ passwordStdin: z.boolean().default(false) });

/** Never as an option's value: that stays in the shell's history and in the list of processes. */
export function addPasswordOption(command: Command): Command {
  return command.option(
    '--password-stdin',
    'take the password of protected files from the first line piped in',
  );
}

/** Where passwords come from: what is piped in, or the person at the terminal. */
export interface Passwords {
  /** @returns null where there is none, or no other one. */
  next(asked: { readonly fileName: string; readonly isWrong: boolean }): Promise<string | null>;
}

const maxTries = 3;

export function passwordsFor(
  { terminal, common }: Pick<CommandRun, 'terminal' | 'common'>,
  options: z.infer<typeof passwordOptionsSchema> & {
    /** Many files are read at once, and nobody waits beside them. */
    readonly isUnattended?: boolean;
  },
): Passwords {
  const isAttended = options.isUnattended !== true && !common.quiet;
  const canAsk = isAttended && terminal.stdin.isTTY === true && terminal.stderr.isTTY === true;
  let piped: Promise<string | null> | null = null;
  const tries = new Map<string, number>();
  return {
    async next({ fileName, isWrong }) {
      if (options.passwordStdin) {
        piped ??= readFirstLine(terminal);
        return isWrong ? null : piped;
      }
      const tried = tries.get(fileName) ?? 0;
      if (!canAsk || tried >= maxTries || terminal.signal.aborted) return null;
      tries.set(fileName, tried + 1);
      const words = isWrong
        ? `That password does not open ${fileName}. Password: `
        : `Password of ${fileName}: `;
      return askHidden(terminal, withoutControls(words));
    },
  };
}

/** Reads a file, and reads it again with a password where it wants one. */
export async function withPassword<Value>(input: {
  readonly fileName: string;
  readonly passwords: Passwords;
  readonly read: (password?: string) => Promise<Result<Value, CommandError>>;
}): Promise<Result<Value, CommandError>> {
  const { fileName, passwords, read } = input;
  let result = await read();
  for (;;) {
    if (result.ok) return result;
    const { error } = result;
    const isWrong = error.code === 'documents.passwordWrong';
    if (!isWrong && !(error.code === 'documents.passwordProtected' && error.canBeOpened)) return result;
    const password = await passwords.next({ fileName, isWrong });
    if (password === null || password === '') return result;
    result = await read(password);
  }
}

async function readFirstLine(terminal: Terminal): Promise<string | null> {
  for await (const line of readLines(terminal)) return line;
  return null;
}

/** What is typed is not shown. Ctrl-C and an empty line give none. */
function askHidden({ stdin, stderr, signal }: Terminal, words: string): Promise<string | null> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  return new Promise((resolve) => {
    stderr.write(words);
    const lines = createInterface({ input: stdin, output: silent, terminal: true });
    const end = (answer: string | null) => {
      signal.removeEventListener('abort', leave);
      resolve(answer);
      lines.close();
      stderr.write('\n');
    };
    const leave = () => end(null);
    signal.addEventListener('abort', leave, { once: true });
    lines.once('line', end);
    lines.once('SIGINT', leave);
    lines.once('close', () => resolve(null));
  });
}
