import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Model } from '../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import type { Session } from './session.ts';

/**
 * The model this command works with, made the session's default: the one named by --model, added first when
 * it is a file; else the person's default, else the newest. Null with --no-model and where none is installed.
 */
export async function chooseModel(
  run: CommandRun,
  session: Session,
): Promise<Result<Model | null, CommandError>> {
  const asked = run.common.model;
  if (asked === false) return ok(null);
  const found = asked === undefined ? await findDefault(session) : await findAsked({ run, session, asked });
  if (!found.ok || found.value === null) return found;
  const model = found.value;
  if (model.kind !== 'chat') return fail({ code: 'models.notForChat', name: model.name });
  if (!model.isFilePresent) return fail({ code: 'engine.fileMissing', fileName: model.fileName });
  session.useModel(model.id);
  return ok(model);
}

/** Like `chooseModel`, for commands that can do nothing without one. */
export async function requireModel(run: CommandRun, session: Session): Promise<Result<Model, CommandError>> {
  if (run.common.model === false) return fail({ code: 'cli.modelNeeded' });
  const chosen = await chooseModel(run, session);
  if (!chosen.ok) return chosen;
  return chosen.value === null ? fail({ code: 'models.noneInstalled' }) : ok(chosen.value);
}

export function findByIdOrName(models: readonly Model[], wanted: string): Model | undefined {
  const name = wanted.toLowerCase();
  return (
    models.find((model) => model.id === wanted) ??
    models.find((model) => model.name.toLowerCase() === name || model.fileName.toLowerCase() === name)
  );
}

async function findDefault({ client }: Session): Promise<Result<Model | null, CommandError>> {
  const [listed, settings] = await Promise.all([
    client.request('models.list', {}),
    client.request('settings.get', {}),
  ]);
  if (!listed.ok) return listed;
  if (!settings.ok) return settings;
  const usable = listed.value.filter((model) => model.kind === 'chat' && model.isFilePresent);
  return ok(usable.find((model) => model.id === settings.value.defaultModelId) ?? usable[0] ?? null);
}

async function findAsked(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly asked: string;
}): Promise<Result<Model, CommandError>> {
  const { run, session, asked } = input;
  const listed = await session.client.request('models.list', {});
  if (!listed.ok) return listed;
  const known = findByIdOrName(listed.value, asked);
  if (known) return ok(known);
  const filePath = path.resolve(run.terminal.workingFolder, asked);
  const isPath = existsSync(filePath) || /[\\/]|\.gguf$/i.test(asked);
  if (!isPath) return fail({ code: 'models.notFound' });
  run.progress.show({ label: `Reading ${path.basename(filePath)}` });
  return session.client.request('models.add', { fileId: session.grantFile(asked) }, { signal: run.signal });
}
