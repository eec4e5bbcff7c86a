import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';

export const commonOptionsSchema = z.object({
  json: z.boolean().default(false),
  quiet: z.boolean().default(false),
  dataDir: z.string().optional(),
  /** False for --no-model. */
  model: z.union([z.string(), z.literal(false)]).optional(),
});
export type CommonOptions = z.infer<typeof commonOptionsSchema>;

/** What every command understands. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'print no progress')
    .option('--data-dir <folder>', 'where Sotto keeps its data (or SOTTO_DATA_DIR)')
    .option('--model <path or id>', 'use this model: a GGUF file, or the id or name of an installed one')
    .addOption(new Option('--no-model', 'work without a model'));
}

/** For options that count something. */
export function parseCount(limits: { readonly min: number; readonly max: number }): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= limits.min && count <= limits.max) return count;
    throw new InvalidArgumentError(`It must be a number from ${limits.min} to ${limits.max}.`);
  };
}

/** For options that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
