import type { Client } from '../../../../shared/client.ts';
import type { ListingItem } from '../../../../shared/contract/listings.ts';
import type { ListingId } from '../../../../shared/ids.ts';
import { ok } from '../../../../shared/result.ts';

const itemsPerPage = 500;

export interface AllItems {
  readonly columns: readonly string[] | null;
  readonly items: readonly ListingItem[];
}

export async function readAllItems(client: Client, listingId: ListingId) {
  const items: ListingItem[] = [];
  for (;;) {
    const page = await client.request('listings.readItems', {
      listingId,
      offset: items.length,
      limit: itemsPerPage,
    });
    if (!page.ok) return page;
    const { columns, total } = page.value;
    items.push(...page.value.items);
    if (page.value.items.length === 0 || items.length >= total) return ok<AllItems>({ columns, items });
  }
}

/** One line for each row of a table, or for each place that names a thing (RFC 4180). */
export function listingCsv({ columns, items }: AllItems): string {
  const rows = columns
    ? [
        [...columns, 'Document', 'Page'],
        ...items.map(({ cells, places: [place] }) => [
          ...(cells ?? []),
          place?.title ?? '',
          String(place?.pages[0] ?? ''),
        ]),
      ]
    : [
        ['Item', 'Quote', 'Document', 'Page'],
        ...items.flatMap(({ text, places }) =>
          places.map(({ quote, title, pages }) => [text, quote, title, String(pages[0])]),
        ),
      ];
  return `${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** A cell that begins like a formula gets a quote before it, or a spreadsheet would compute it. */
function csvCell(text: string): string {
  const safe = /^[=@\t\r]|^[+-](?![\d.,]+$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
