import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type Adapter, adapterScaleSchema, type Model } from '../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type CommandContext, type CommandRun, defineCommand } from './command.ts';
import type { CommandError } from './commandError.ts';
import { findByIdOrName } from './modelChoice.ts';
import type { Session } from './session.ts';
import { bytes } from './words.ts';

const noOptions = z.object({});
const addOptions = z.object({ scale: adapterScaleSchema });

/** Adds `models adapter` to the command `models`. */
export function addModelAdapters(models: Command, context: CommandContext): void {
  const adapter = models.command('adapter').description('add, list and remove LoRA adapters of a model');
  defineCommand({
    command: adapter
      .command('add')
      .description('add an adapter, or change the scale of one that is there; the file stays where it is')
      .argument('<model>', "the model's id or name")
      .argument('<path>', 'a LoRA adapter as a GGUF file')
      .option('--scale <number>', 'how strongly it counts, from 0 (off) to 2', parseScale, 1),
    context,
    options: addOptions,
    async run(run, { parameters: [wanted = '', filePath = ''], options }) {
      const opened = await openModel(run, wanted);
      if (!opened.ok) return opened;
      const { session, model } = opened.value;
      run.progress.show({ label: `Reading ${path.basename(filePath)}` });
      const added = await session.client.request(
        'models.addAdapter',
        { modelId: model.id, fileId: session.grantFile(filePath), scale: options.scale },
        { signal: run.signal },
      );
      return added.ok ? print(run, added.value) : added;
    },
  });
  defineCommand({
    command: adapter
      .command('list')
      .description('list the adapters of a model, in the order they were added')
      .argument('<model>', "the model's id or name"),
    context,
    options: noOptions,
    async run(run, { parameters: [wanted = ''] }) {
      const opened = await openModel(run, wanted);
      return opened.ok ? print(run, opened.value.model) : opened;
    },
  });
  defineCommand({
    command: adapter
      .command('remove')
      .description('take an adapter away from a model; a file that was added by its path is not deleted')
      .argument('<model>', "the model's id or name")
      .argument('<adapter>', "the adapter's id or name"),
    context,
    options: noOptions,
    async run(run, { parameters: [wanted = '', wantedAdapter = ''] }) {
      const opened = await openModel(run, wanted);
      if (!opened.ok) return opened;
      const { session, model } = opened.value;
      const found = findAdapter(model.adapters, wantedAdapter);
      if (found === undefined) return fail({ code: 'models.adapterNotFound' });
      const removed = await session.client.request('models.removeAdapter', {
        modelId: model.id,
        adapterId: found.id,
      });
      return removed.ok ? print(run, removed.value) : removed;
    },
  });
}

function parseScale(text: string): number {
  const scale = adapterScaleSchema.safeParse(text.trim() === '' ? Number.NaN : Number(text));
  if (!scale.success) throw new InvalidArgumentError('It must be a number from 0 to 2.');
  return scale.data;
}

async function openModel(
  run: CommandRun,
  wanted: string,
): Promise<Result<{ readonly session: Session; readonly model: Model }, CommandError>> {
  const opened = await run.openSession();
  if (!opened.ok) return opened;
  const listed = await opened.value.client.request('models.list', {});
  if (!listed.ok) return listed;
  const model = findByIdOrName(listed.value, wanted);
  return model === undefined ? fail({ code: 'models.notFound' }) : ok({ session: opened.value, model });
}

function findAdapter(adapters: readonly Adapter[], wanted: string): Adapter | undefined {
  const name = wanted.toLowerCase();
  return (
    adapters.find(({ id }) => id === wanted) ??
    adapters.find((one) => one.name.toLowerCase() === name || one.fileName.toLowerCase() === name)
  );
}

function print(run: CommandRun, model: Model): Result<null, CommandError> {
  const lines = model.adapters.map((adapter) => {
    const missing = adapter.isFilePresent ? '' : ', its file is missing';
    return `${adapter.name} (scale ${adapter.scale}, ${bytes(adapter.sizeBytes)}${missing})  ${adapter.id}`;
  });
  const none = `${model.name} has no adapters. Add one with: sotto models adapter add MODEL PATH`;
  run.output.result({ json: model.adapters, text: lines.join('\n') || none });
  return ok(null);
}
