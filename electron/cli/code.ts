import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { CodeAction, CodeRun } from '../../shared/contract/code.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type CommandContext, type CommandRun, defineCommand, misuse } from './command.ts';
import type { CommandError } from './commandError.ts';
import { requireModel } from './modelChoice.ts';
import { formatPatch } from './patch.ts';
import { readAll } from './readLines.ts';
import type { Session } from './session.ts';

const optionsSchema = z.object({
  diff: z.boolean().default(false),
  write: z.boolean().default(false),
  instruction: z.string().default(''),
  fileName: z.string().default('stdin'),
  keep: z.boolean().default(false),
});
type CodeOptions = z.infer<typeof optionsSchema>;

const actions: readonly {
  readonly name: string;
  readonly action: CodeAction;
  readonly description: string;
  readonly isChange: boolean;
}[] = [
  { name: 'explain', action: 'explain', description: 'explain what the code does', isChange: false },
  { name: 'fix', action: 'fix', description: 'correct the bugs in a file', isChange: true },
  { name: 'review', action: 'findBugs', description: 'look for bugs', isChange: false },
  { name: 'test', action: 'writeTests', description: 'write tests', isChange: true },
  { name: 'doc', action: 'document', description: 'add documentation comments', isChange: true },
];

export function addCode(program: Command, context: CommandContext): void {
  const code = program
    .command('code')
    .description('help with a source file; no file is written without --write');
  for (const { name, action, description, isChange } of actions) {
    const command = code
      .command(name)
      .description(description)
      .argument('<file>', 'a source file, or - for standard input')
      .option('--instruction <text>', 'what to pay attention to')
      .option('--file-name <name>', 'what to call standard input; its ending tells the language')
      .option('--keep', 'keep the answer among the code runs of the window');
    if (isChange) {
      command
        .option('--diff', 'print the change as a patch')
        .option('--write', 'write the change to the file, or the tests beside it');
    }
    defineCommand({
      command,
      context,
      options: optionsSchema,
      run: (run, { parameters: [given = ''], options }) => runAction({ run, given, options, action }),
    });
  }
}

async function runAction(input: {
  readonly run: CommandRun;
  readonly given: string;
  readonly options: CodeOptions;
  readonly action: CodeAction;
}): Promise<Result<null, CommandError>> {
  const { run, given, options, action } = input;
  if (given === '-' && options.write)
    return misuse('--write needs a file: standard input cannot be written to.');
  const opened = await run.openSession();
  if (!opened.ok) return opened;
  const session = opened.value;
  const model = await requireModel(run, session);
  if (!model.ok) return model;
  const source = await readSource(input, session);
  if (!source.ok) return source;
  const { instruction } = options;
  const answered = await answer({
    run,
    session,
    input: { action, source: source.value, instruction },
    options,
  });
  if (!answered.ok) return answered;
  try {
    return await finish({ ...input, session, codeRun: answered.value });
  } finally {
    if (!options.keep) await session.client.request('code.remove', { runId: answered.value.id });
  }
}

async function readSource(
  input: { readonly run: CommandRun; readonly given: string; readonly options: CodeOptions },
  session: Session,
): Promise<Result<InputOf<'code.run'>['source'], CommandError>> {
  const { run, given, options } = input;
  if (given === '-') {
    const text = await readAll(run.terminal);
    if (text.trim() === '') return misuse('Standard input is empty.');
    return ok({ fileName: options.fileName, text, fileId: null });
  }
  const opened = await session.client.request('code.openFile', { fileId: session.grantFile(given) });
  if (!opened.ok) return opened;
  const { fileName, text, fileId } = opened.value;
  return text.trim() === '' ? misuse(`${fileName} is empty.`) : ok({ fileName, text, fileId });
}

async function answer(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly input: InputOf<'code.run'>;
  readonly options: CodeOptions;
}): Promise<Result<CodeRun, CommandError>> {
  const { output, progress, signal } = input.run;
  let written = 0;
  for await (const event of input.session.client.open('code.run', input.input, { signal })) {
    if (event.kind === 'finished') return ok(event.value);
    if (event.kind === 'failed') return fail(event.error);
    const { item } = event;
    if (item.kind === 'loading') {
      progress.show({
        label: 'Loading the model',
        done: Math.round(item.progressRatio * 100),
        total: 100,
        unit: '%',
      });
    } else if (item.kind === 'reading') {
      progress.show({ label: 'Reading the source', done: item.done, total: item.total, unit: 'tokens' });
    } else if (item.kind === 'text') {
      written += item.text.length;
      if (input.options.diff || output.isJson)
        progress.show({ label: 'Writing', done: written, unit: 'characters' });
      else {
        output.piece(item.text);
      }
    }
  }
  return fail({ code: 'hostDisconnected' });
}

async function finish(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly given: string;
  readonly options: CodeOptions;
  readonly codeRun: CodeRun;
}): Promise<Result<null, CommandError>> {
  const { run, session, given, options, codeRun } = input;
  const { hunks, target } = codeRun;
  if (!run.output.isJson && !options.diff) run.output.piece('\n');
  if (run.signal.aborted) return fail({ code: 'cli.interrupted', partialText: codeRun.answer });
  const patch =
    hunks === null
      ? ''
      : formatPatch({
          source: codeRun.source.text,
          isNew: target?.isNew === true,
          hunks,
          path: patchPath({ run, given, codeRun }),
        });
  let isWritten = false;
  if (options.write && hunks !== null) {
    const accepted = await session.client.request('code.accept', { runId: codeRun.id });
    if (!accepted.ok) return accepted;
    isWritten = accepted.value.isWritten;
  }
  run.output.result({
    json: {
      action: codeRun.action,
      model: codeRun.modelName,
      answer: codeRun.answer,
      target,
      hunks,
      diff: patch,
      isWritten,
      stopReason: codeRun.stopReason,
      stats: codeRun.statistics,
    },
    text: options.diff ? patch : '',
  });
  if (isWritten) run.progress.note(`Wrote ${target?.fileName ?? codeRun.source.fileName}.`);
  else if (hunks === null && (options.diff || options.write))
    run.progress.note('The answer holds no change.');
  return ok(null);
}

/** Below the working folder where it is, so that `git apply` and `patch -p1` find it. */
function patchPath(input: {
  readonly run: CommandRun;
  readonly given: string;
  readonly codeRun: CodeRun;
}): string {
  const { run, given, codeRun } = input;
  const targetName = codeRun.target?.fileName ?? codeRun.source.fileName;
  if (given === '-') return targetName;
  const { workingFolder } = run.terminal;
  const folder = path.dirname(path.resolve(workingFolder, given));
  const relative = path.relative(workingFolder, path.join(folder, targetName));
  return relative.startsWith('..') ? targetName : relative.split(path.sep).join('/');
}
