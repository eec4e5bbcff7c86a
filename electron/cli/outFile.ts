import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { type Paper, type PaperFormat, paperFormatSchema } from '../../shared/contract/papers.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { writePaper } from '../papers/writePaper.ts';
import { writeFileAtomically } from '../storage/writeFileAtomically.ts';
import { type CommandRun, misuse } from './command.ts';
import type { CommandError } from './commandError.ts';

export const outOptions = { out: z.string().optional(), force: z.boolean().default(false) };

interface OutOptions {
  readonly out?: string | undefined;
  readonly force: boolean;
}

export function addOutOptions(command: Command): Command {
  return command
    .option('--out <file>', 'write the result to a file: .md, .docx or .pdf')
    .option('--force', 'write over a file that is there');
}

/** Tells before anything is read that the result could not be written as it is asked for. */
export function refuseOut({ out }: OutOptions): Result<never, CommandError> | null {
  if (out === undefined || formatOf(out) !== null) return null;
  return misuse('--out must end in .md, .docx or .pdf.');
}

/** Prints a result, or writes it to the file that was asked for. Never half a file, never over one without --force. */
export async function printOrWrite(input: {
  readonly run: CommandRun;
  readonly options: OutOptions;
  readonly paper: () => Paper;
  readonly json: unknown;
  readonly text: string;
}): Promise<Result<null, CommandError>> {
  const { run, options, json, text } = input;
  const format = options.out === undefined ? null : formatOf(options.out);
  if (options.out === undefined || format === null) {
    run.output.result({ json, text });
    return ok(null);
  }
  const filePath = path.resolve(run.terminal.workingFolder, options.out);
  try {
    const content = await writePaper(input.paper(), format);
    if (!content.ok) return content;
    await writeFileAtomically({ path: filePath, content: content.value, mode: 0o644, isNew: !options.force });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fail({ code: 'cli.notWritten', path: filePath, reason });
  }
  run.output.result({ json, text: `Wrote ${filePath}` });
  return ok(null);
}

function formatOf(out: string): PaperFormat | null {
  return paperFormatSchema.safeParse(path.extname(out).slice(1).toLowerCase()).data ?? null;
}
