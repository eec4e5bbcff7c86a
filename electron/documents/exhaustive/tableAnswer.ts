import type { TableQuery, TableResult } from '../../../shared/contract/listings.ts';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { documentIdSchema } from '../../../shared/ids.ts';
import type { PassageSearch } from '../search/passageSearch.ts';
import { tablesFor } from './makePlan.ts';
import type { Scope } from './scope.ts';
import { rankGroups } from './tables/askQuery.ts';
import { type QueryOutcome, runQuery } from './tables/runQuery.ts';
import { toChoice } from './tables/tableGroups.ts';

const choicesShown = 8;

/** What a query gives, with the rows it used; null where its tables or columns are gone. */
export function computeQuery(scope: Scope, query: TableQuery): QueryOutcome | null {
  const wanted = new Set(query.tableIds);
  const documentIds = [...new Set(query.tableIds.map((id) => id.slice(0, id.lastIndexOf(':'))))];
  const tables = scope
    .tables(documentIds.map((id) => documentIdSchema.parse(id)))
    .filter(({ id }) => wanted.has(id));
  return tables.length < wanted.size ? null : runQuery(query, tables);
}

export function toTableResult(
  parts: { readonly scope: Scope; readonly search: Pick<PassageSearch, 'search'> },
  listing: {
    readonly question: string;
    readonly scope: SearchScope;
    readonly query: TableQuery | null;
  },
): TableResult {
  const { groups: found, documents } = tablesFor(parts, listing);
  const groups = rankGroups(listing.question, found);
  const isAsked = (ids: readonly string[]) =>
    listing.query?.tableIds.every((id) => ids.includes(id)) ?? false;
  const choices = groups.map(toChoice);
  const asked = choices.filter(({ tableIds }) => isAsked(tableIds));
  const others = choices.filter(({ tableIds }) => !isAsked(tableIds));
  const outcome = listing.query && computeQuery(parts.scope, listing.query);
  const { rows: _rows, ...shown } = outcome ?? nothing;
  return {
    ...shown,
    query: outcome ? listing.query : null,
    documents,
    choices: [...asked, ...others].slice(0, choicesShown),
  };
}

const nothing: QueryOutcome = {
  names: [],
  tables: 0,
  values: [],
  dates: [],
  rows: [],
  rowsUsed: 0,
  rowsTotal: 0,
  leftOut: { empty: 0, notNumbers: 0, totals: 0 },
  ambiguousColumns: [],
};
