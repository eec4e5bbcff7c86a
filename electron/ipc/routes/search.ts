import { ok } from '../../../shared/result.ts';
import type { Finder } from '../../documents/search/find.ts';
import type { Handlers } from '../handlers.ts';

type SearchHandlers = Pick<Handlers, Extract<keyof Handlers, `search.${string}`>>;

export function searchRoutes(finder: Finder): SearchHandlers {
  return {
    'search.find': async (input, { signal }) => ok(await finder.find({ ...input, signal })),
    'search.listFilters': () => ok(finder.listFilters()),
  };
}
