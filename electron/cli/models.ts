import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Model } from '../../shared/contract/models.ts';
import { fail, ok } from '../../shared/result.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { addModelAdapters } from './modelAdapters.ts';
import { findByIdOrName } from './modelChoice.ts';
import { bytes } from './words.ts';

const noOptions = z.object({});

export function addModels(program: Command, context: CommandContext): void {
  const models = program.command('models').description('add, list and remove models');
  defineCommand({
    command: models
      .command('add')
      .description('add a model; the file stays where it is')
      .argument('<path>', 'a GGUF file'),
    context,
    options: noOptions,
    async run(run, { parameters: [filePath = ''] }) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const session = opened.value;
      run.progress.show({ label: `Reading ${path.basename(filePath)}` });
      const fileId = session.grantFile(filePath);
      const added = await session.client.request('models.add', { fileId }, { signal: run.signal });
      if (!added.ok) return added;
      run.output.result({ json: added.value, text: `Added ${describe(added.value)}` });
      return ok(null);
    },
  });
  defineCommand({
    command: models.command('list').description('list the installed models, newest first'),
    context,
    options: noOptions,
    async run(run) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const listed = await opened.value.client.request('models.list', {});
      if (!listed.ok) return listed;
      const lines = listed.value.map(describe).join('\n');
      run.output.result({
        json: listed.value,
        text: lines === '' ? 'No model is installed. Add one with: sotto models add PATH' : lines,
      });
      return ok(null);
    },
  });
  defineCommand({
    command: models
      .command('remove')
      .description('forget a model; a file that was added by its path is not deleted')
      .argument('<id>', 'its id or name'),
    context,
    options: noOptions,
    async run(run, { parameters: [wanted = ''] }) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const { client } = opened.value;
      const listed = await client.request('models.list', {});
      if (!listed.ok) return listed;
      const model = findByIdOrName(listed.value, wanted);
      if (model === undefined) return fail({ code: 'models.notFound' });
      const removed = await client.request('models.remove', { modelId: model.id });
      if (!removed.ok) return removed;
      run.output.result({ json: { removed: model.id }, text: `Removed ${model.name}.` });
      return ok(null);
    },
  });
  addModelAdapters(models, context);
}

const kindWords: Readonly<Record<Model['kind'], readonly string[]>> = {
  chat: [],
  embedding: ['for search only'],
  reranking: ['judges what searches find'],
};

function describe(model: Model): string {
  const facts = [
    model.architecture,
    ...(model.quantisation === null ? [] : [model.quantisation]),
    bytes(model.sizeBytes),
    ...kindWords[model.kind],
    ...(model.isFilePresent ? [] : ['its file is missing']),
  ];
  return `${model.name} (${facts.join(', ')})  ${model.id}`;
}
