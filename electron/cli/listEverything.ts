import type { Listing, ListingItem, Reading } from '../../shared/contract/listings.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import { describeListing, listingJson } from './listingWords.ts';
import type { Session } from './session.ts';

const itemsPerPage = 500;

interface Question {
  readonly run: CommandRun;
  readonly session: Session;
  readonly question: string;
  readonly scope: SearchScope;
  readonly withoutModel: boolean;
  /** Undefined: as the question asks. */
  readonly isExhaustive: boolean | undefined;
  readonly isKept: boolean;
}

/**
 * Answers a question that asks for everything, and prints the list. Ctrl-C keeps what was read: the same command
 * goes on with it. @returns false for an ordinary question, of which nothing is printed.
 */
export async function listEverything(input: Question): Promise<Result<boolean, CommandError>> {
  const { run, session, isExhaustive } = input;
  if (isExhaustive === false) return ok(false);
  const answered = await answer(input, { kind: 'automatic' });
  if (!answered.ok) return answered;
  let listing = answered.value;
  if (isExhaustive && (listing === null || (listing.table !== null && listing.table.query === null))) {
    const read = await answer(input, { kind: 'everything' });
    if (!read.ok) return read;
    listing = read.value;
  }
  if (listing === null) return ok(false);
  if (listing.table !== null && listing.table.query === null) {
    run.progress.note(
      'This could not be turned into a query of the tables, so it is answered from passages.',
    );
    return ok(false);
  }
  if (listing.state !== 'finished') return fail(whyUnfinished(listing));
  const items = await readItems(session, listing);
  if (!items.ok) return items;
  // What could not be read is tried again by the same command, which needs what was.
  if (!input.isKept && listing.coverage.failed === 0)
    await session.client.request('listings.remove', { listingId: listing.id });
  run.output.result({
    json: listingJson(listing, items.value.items, items.value.columns),
    text: describeListing(listing, items.value.items, items.value.columns),
  });
  return ok(true);
}

async function answer(input: Question, reading: Reading): Promise<Result<Listing | null, CommandError>> {
  const { run, session, question, scope, withoutModel } = input;
  let last: Listing | null = null;
  const answering = session.client.open(
    'listings.answer',
    { question, scope, reading, withoutModel },
    { signal: run.signal },
  );
  for await (const event of answering) {
    if (event.kind === 'finished') return ok(event.value.listing);
    if (event.kind === 'failed') {
      return fail(run.signal.aborted && last ? whyUnfinished(last) : event.error);
    }
    const { item } = event;
    if (item.kind === 'loading') {
      const done = Math.round(item.progressRatio * 100);
      run.progress.show({ label: 'Loading the model', done, total: 100, unit: '%' });
      continue;
    }
    const isFirst = last === null;
    last = item.listing;
    const { coverage, state, remainingMs } = item.listing;
    if (isFirst && coverage.read > 0) {
      run.progress.note(`Going on: ${coverage.read} of ${coverage.total} passages are read.`);
    }
    if (state === 'merging') run.progress.show({ label: 'Bringing it together' });
    else {
      const { read, failed, total } = coverage;
      run.progress.show({ label: 'Read', done: read + failed, total, unit: 'passages', remainingMs });
    }
  }
  return fail(last ? whyUnfinished(last) : { code: 'hostDisconnected' });
}

function whyUnfinished({ coverage, error }: Listing): CommandError {
  if (error !== null) return error;
  return { code: 'cli.listingPaused', passagesRead: coverage.read, passagesTotal: coverage.total };
}

async function readItems(
  session: Session,
  { id: listingId }: Listing,
): Promise<Result<{ items: ListingItem[]; columns: readonly string[] | null }, CommandError>> {
  const items: ListingItem[] = [];
  for (;;) {
    const page = await session.client.request('listings.readItems', {
      listingId,
      offset: items.length,
      limit: itemsPerPage,
    });
    if (!page.ok) return page;
    items.push(...page.value.items);
    if (page.value.items.length === 0 || items.length >= page.value.total) {
      return ok({ items, columns: page.value.columns });
    }
  }
}
