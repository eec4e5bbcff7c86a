import type { Listing, ListingItem, ListingPlace, TableResult } from '../../shared/contract/listings.ts';
import { describeQuery } from '../../shared/queryWords.ts';
import { pageRange } from './words.ts';

const placesShown = 3;
const rowsShown = 50;

/** A listing as `ask --json` prints it. */
export function listingJson(
  listing: Listing,
  items: readonly ListingItem[],
  columns: readonly string[] | null,
) {
  const { way, kind, state, coverage, found, mentions, dropped, table, modelName } = listing;
  return {
    mode: 'everything',
    way,
    kind,
    found,
    mentions,
    dropped,
    coverage,
    state,
    model: modelName,
    table: table && {
      query: table.query,
      words: table.query && describeQuery(table.query, table.names),
      values: table.values,
      dates: table.dates,
      rowsUsed: table.rowsUsed,
      rowsTotal: table.rowsTotal,
      documents: table.documents,
      leftOut: table.leftOut,
      ambiguousColumns: table.ambiguousColumns,
      columns,
    },
    items: items.map(({ text, alsoNamed, cells, places, mentions: times }) => ({
      text,
      ...(cells ? { cells } : { alsoNamed, mentions: times }),
      places: places.map(({ path, pages, quote }) => ({ path, page: pages[0], quote })),
    })),
  };
}

/** A listing for people: the number, how it came about, and what was found with its places. */
export function describeListing(
  listing: Listing,
  items: readonly ListingItem[],
  columns: readonly string[] | null,
): string {
  const { table } = listing;
  if (table) return describeTable(table, items, columns);
  const lines = items.map((item, index) => {
    const shown = item.places.slice(0, placesShown).map(describePlace).join('; ');
    const more = item.mentions > placesShown ? `; and ${item.mentions - placesShown} more` : '';
    const also = item.alsoNamed.length > 0 ? ` (also: ${item.alsoNamed.join(', ')})` : '';
    return `${index + 1}. ${item.text}${also}\n   ${shown}${more}`;
  });
  return [headline(listing), ...lines].join('\n\n');
}

function headline({ way, found, mentions, coverage, dropped, target }: Listing): string {
  if (way === 'words') {
    return `${found} of ${coverage.total} passages contain all of these words: ${target}. No model has read them.`;
  }
  const parts = [
    `${found} found, named in ${mentions} ${mentions === 1 ? 'place' : 'places'}.`,
    `${coverage.read} of ${coverage.total} passages read.`,
    coverage.failed > 0 ? `${coverage.failed} could not be read: run the command again to try them.` : '',
    dropped > 0 ? `${dropped} left out, because their quotes do not stand in the text.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function describeTable(
  table: TableResult,
  items: readonly ListingItem[],
  columns: readonly string[] | null,
): string {
  const { query, values, dates, leftOut, ambiguousColumns, documents } = table;
  const results = [...values.map(({ value, unit }) => [value, unit].filter(Boolean).join(' ')), ...dates];
  const rows = items.slice(0, rowsShown).map(({ cells, places }) => {
    const [place] = places;
    return `  ${(cells ?? []).join(' | ')}${place ? `   [${describePlace(place)}]` : ''}`;
  });
  const notes = [
    documents.read < documents.total
      ? `Of ${documents.total} documents with tables only the ${documents.read} that fit the question best were looked through: name others with --collection or --path.`
      : '',
    values.some(({ isRounded }) => isRounded) ? 'Rounded.' : '',
    leftOut.empty > 0 ? `${leftOut.empty} rows with an empty cell left out.` : '',
    leftOut.notNumbers > 0 ? `${leftOut.notNumbers} rows whose cell is no number or date left out.` : '',
    leftOut.totals > 0 ? `${leftOut.totals} rows that are totals of others left out.` : '',
    ambiguousColumns.length > 0
      ? `Numbers or dates in ${ambiguousColumns.join(', ')} can be read in two ways; they were read as the document's language writes them.`
      : '',
  ].filter((note) => note !== '');
  return [
    results.length > 0 ? results.join(', ') : query?.aggregate === 'list' ? '' : 'No row holds a value.',
    query ? describeQuery(query, table.names) : '',
    `${table.rowsUsed} of ${table.rowsTotal} rows used. ${notes.join(' ')}`.trim(),
    rows.length > 0 ? [`  ${(columns ?? []).join(' | ')}`, ...rows].join('\n') : '',
    items.length > rowsShown ? `  … and ${items.length - rowsShown} more rows; --json has all of them.` : '',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function describePlace({ path, pages, quote, chunkId }: ListingPlace): string {
  const place = `${path}, ${pageRange(pages)}`;
  return chunkId === null ? place : `“${quote.replace(/\s+/g, ' ')}” ${place}`;
}
