import type { Command } from 'commander';
import { z } from 'zod';
import type { Passage } from '../../shared/contract/documents.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type CommandContext, type CommandRun, defineCommand } from './command.ts';
import type { CommandError } from './commandError.ts';
import { describeError } from './errorWords.ts';
import { parseCount } from './options.ts';
import { readLines } from './readLines.ts';
import { awaitIndex } from './renewIndex.ts';
import { addScopeOptions, readScope, scopeOptionsSchema } from './scopeOptions.ts';
import type { Session } from './session.ts';
import { pageRange } from './words.ts';

const optionsSchema = scopeOptionsSchema.extend({
  limit: z.number().default(10),
  keywordOnly: z.boolean().default(false),
  rerank: z.boolean().default(true),
});
/** The contract takes no longer query; no more words than this are searched for anyway. */
const maxQueryCharacters = 4000;

export function addSearch(program: Command, context: CommandContext): void {
  const command = program
    .command('search')
    .description('find the passages that match best; with - one query per line from standard input')
    .argument('<query...>', 'words to look for, or -')
    .option('--limit <count>', 'at most so many passages (default: 10)', parseCount({ min: 1, max: 200 }))
    .option('--keyword-only', 'by words only, without the embedding and reranking models')
    .option('--no-rerank', 'leave out the reranking model, where one is installed');
  addScopeOptions(command);
  defineCommand({
    command,
    context,
    options: optionsSchema,
    async run(run, { parameters, options }) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const session = opened.value;
      const scope = await readScope({ run, session, options });
      if (!scope.ok) return scope;
      const renewed = await awaitIndex({ run, session });
      if (!renewed.ok) return renewed;
      const query = parameters.join(' ');
      const asked = {
        ...{ session, scope: scope.value, limit: options.limit },
        isByWordsOnly: options.keywordOnly,
        isUnjudged: !options.rerank,
      };
      if (query === '-') return searchLines({ ...asked, run });
      const found = await search({ ...asked, query });
      if (!found.ok) return found;
      await noteReranking({ ...asked, run });
      run.output.result({ json: found.value.map(toResult), text: describePassages(found.value) });
      return ok(null);
    },
  });
}

async function searchLines(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly scope: SearchScope;
  readonly limit: number;
  readonly isByWordsOnly: boolean;
  readonly isUnjudged: boolean;
}): Promise<Result<null, CommandError>> {
  for await (const query of readLines(input.run.terminal)) {
    const found = await search({ ...input, query, isOnePerDocument: true });
    if (!found.ok) return found;
    const results = found.value.map(toResult);
    input.run.output.line({ json: results, text: JSON.stringify(results) });
  }
  await noteReranking(input);
  return input.run.signal.aborted ? fail({ code: 'cli.interrupted' }) : ok(null);
}

/** Says so where the order was meant to be the reranking model's, and is not. */
async function noteReranking(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly isByWordsOnly: boolean;
  readonly isUnjudged: boolean;
}): Promise<void> {
  const { run, session, isByWordsOnly, isUnjudged } = input;
  if (isByWordsOnly || isUnjudged) return;
  const state = await session.client.request('reranking.getState', {});
  if (!state.ok || state.value.error === null) return;
  const { model, error } = state.value;
  run.progress.note(`${model?.name ?? 'The reranking model'} judged nothing: ${describeError(error)}`);
}

async function search(input: {
  readonly session: Session;
  readonly scope: SearchScope;
  readonly query: string;
  readonly limit: number;
  readonly isByWordsOnly: boolean;
  readonly isUnjudged: boolean;
  readonly isOnePerDocument?: boolean;
}): Promise<Result<Passage[], CommandError>> {
  const { session, scope, limit, isByWordsOnly, isUnjudged, isOnePerDocument = false } = input;
  const query = input.query.slice(0, maxQueryCharacters);
  return session.client.request('documents.search', {
    ...{ query, limit, scope, isOnePerDocument, isByWordsOnly, isUnjudged },
  });
}

function toResult({ path, title, pages, score, text, foundBy, judged }: Passage) {
  return { path, title, page: pages[0], score, text, foundBy, judged };
}

function describePassages(passages: readonly Passage[]): string {
  if (passages.length === 0) return 'Nothing found.';
  return passages
    .map(
      ({ title, path, pages, text }, index) =>
        `${index + 1}. ${title}, ${pageRange(pages)}\n   ${path}\n${text.trim().replace(/^/gm, '   ')}`,
    )
    .join('\n\n');
}
