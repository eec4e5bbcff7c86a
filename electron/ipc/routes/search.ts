import { ok } from '../../../shared/result.ts';
import type { Finder } from '../../documents/search/find.ts';
import type { IndexRenewal } from '../../documents/search/renewIndex.ts';
import type { HandlerEvent, Handlers } from '../handlers.ts';

type SearchHandlers = Pick<Handlers, Extract<keyof Handlers, `search.${string}`>>;

export function searchRoutes(finder: Finder, renewal: IndexRenewal): SearchHandlers {
  return {
    'search.find': async (input, { signal }) => ok(await finder.find({ ...input, signal })),
    'search.listFilters': () => ok(finder.listFilters()),
    'search.getIndexState': () => ok(renewal.state),
    'search.renewIndex': (_input, { signal }) => renewStream(renewal, signal),
  };
}

async function* renewStream(
  renewal: IndexRenewal,
  signal: AbortSignal,
): AsyncGenerator<HandlerEvent<'search.renewIndex'>> {
  for await (const state of renewal.run(signal)) yield { kind: 'item', item: { kind: 'state', state } };
  yield { kind: 'finished', value: renewal.state };
}
