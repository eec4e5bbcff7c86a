import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import { formatsNamed } from '../../shared/formats.ts';
import type { DocumentId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import { collect } from './options.ts';
import type { Session } from './session.ts';

export const scopeOptionsSchema = z.object({
  collection: z.array(z.string()).default([]),
  type: z.array(z.string()).default([]),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  path: z.string().optional(),
});
export type ScopeOptions = z.infer<typeof scopeOptionsSchema>;

/** What `search`, `ask` and `chat` understand to narrow down where they look. */
export function addScopeOptions(command: Command): Command {
  return command
    .option('--collection <name>', 'only in this collection (may be repeated)', collect)
    .option(
      '--type <type>',
      'only files of this type, for example pdf or mail (may be repeated)',
      collectType,
    )
    .option(
      '--since <date>',
      'only documents of this day or later, as 2026-01-31 (the mail’s date, or when the file was last changed)',
      parseDay(0),
    )
    .option('--until <date>', 'only documents until the end of this day', parseDay(1))
    .option('--path <folder>', 'only files in this folder and below');
}

/** The scope that the options describe. Fails where a collection of that name does not exist. */
export async function readScope(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly options: ScopeOptions;
  /** Documents named besides; they and the collections add up. */
  readonly documentIds?: readonly DocumentId[];
}): Promise<Result<SearchScope, CommandError>> {
  const { run, session, options, documentIds = [] } = input;
  const { since, until } = options;
  const scope: SearchScope = {
    ...(documentIds.length > 0 ? { documentIds: [...documentIds] } : {}),
    ...(options.type.length > 0 ? { formats: options.type.flatMap(formatsNamed) } : {}),
    ...(since === undefined ? {} : { datedAfter: since }),
    ...(until === undefined ? {} : { datedBefore: until }),
    ...(options.path === undefined
      ? {}
      : { pathPrefix: path.resolve(run.terminal.workingFolder, options.path) }),
  };
  if (options.collection.length === 0) return ok(scope);
  const listed = await session.client.request('collections.list', {});
  if (!listed.ok) return listed;
  const byName = new Map(listed.value.map((collection) => [collection.name.toLowerCase(), collection.id]));
  const unknown = options.collection.find((name) => !byName.has(name.trim().toLowerCase()));
  if (unknown !== undefined) {
    const known = listed.value.map(({ name }) => name);
    return fail({ code: 'cli.collectionNotFound', name: unknown, known });
  }
  const collectionIds = options.collection.flatMap((name) => byName.get(name.trim().toLowerCase()) ?? []);
  return ok({ ...scope, collectionIds });
}

/** Whether nothing was said about where to look. */
export function isEmptyScope(scope: SearchScope): boolean {
  return Object.keys(scope).length === 0;
}

/** Fails where there is nothing to look in. */
export async function requireDocuments(input: {
  readonly session: Session;
  readonly scope: SearchScope;
}): Promise<Result<null, CommandError>> {
  const { client } = input.session;
  const within = await client.request('documents.list', { offset: 0, limit: 1, scope: input.scope });
  if (!within.ok) return within;
  if (within.value.total > 0) return ok(null);
  const all = await client.request('documents.list', { offset: 0, limit: 1 });
  if (!all.ok) return all;
  return fail({ code: all.value.total > 0 ? 'cli.noDocumentsInScope' : 'cli.noDocuments' });
}

function collectType(type: string, previous: readonly string[] | undefined): string[] {
  if (formatsNamed(type).length > 0) return collect(type, previous);
  throw new InvalidArgumentError('Name a type that Sotto reads, by its file ending: pdf, docx, eml, …');
}

/** @param daysLater 1: the moment after the day's end. */
function parseDay(daysLater: number): (text: string) => string {
  return (text) => {
    const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
    const start = new Date(year, month - 1, day);
    const isDay =
      /^\d{4}-\d{2}-\d{2}$/.test(text) && start.getMonth() === month - 1 && start.getDate() === day;
    if (isDay) return new Date(year, month - 1, day + daysLater).toISOString();
    throw new InvalidArgumentError('It must be a day, as 2026-01-31.');
  };
}
