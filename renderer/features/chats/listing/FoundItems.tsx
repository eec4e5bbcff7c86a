import type { Listing, ListingItem, ListingPlace } from '../../../../shared/contract/listings.ts';
import { FailureNotice } from '../../../parts/FailureNotice.tsx';
import { useSource } from '../../../state/source.tsx';
import { Button } from '../../../ui/Button.tsx';
import { QuoteChip } from '../../../ui/Chip.tsx';
import { formatCount, formatPages, formatPagesInWords } from '../../../words/formats.ts';
import { mostItems, useListingItems } from './useListingItems.ts';

const placesShown = 6;

interface FoundItemsProps {
  readonly listing: Listing;
}

/** The things or rows that were found, each with the places that name it. */
export function FoundItems({ listing }: FoundItemsProps) {
  const { items, columns, total, error, showMore } = useListingItems(listing);
  const hidden = total - items.length;
  const manyDocuments = listing.coverage.documents > 1;
  return (
    <div className="listing-items">
      {error && <FailureNotice error={error} />}
      {columns ? (
        <Rows columns={columns} items={items} />
      ) : (
        <ol className="listing-list" aria-label="What was found">
          {items.map((item, index) => (
            <li key={index}>
              <span className="listing-number">{index + 1}</span>
              <div>
                <p className="listing-item" dir="auto">
                  {item.text}
                  {item.alsoNamed.length > 0 && (
                    <span className="listing-also"> also: {item.alsoNamed.join(', ')}</span>
                  )}
                </p>
                <p className="listing-places">
                  {item.places.slice(0, placesShown).map((place, at) => (
                    <Place key={at} place={place} hasTitle={manyDocuments} />
                  ))}
                  {item.mentions > placesShown && <span>and {item.mentions - placesShown} more</span>}
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
      {hidden > 0 && items.length > 0 && items.length < mostItems && (
        <Button size="small" onClick={showMore}>
          Show {formatCount(hidden, { one: 'more', many: 'more' })}
        </Button>
      )}
      {hidden > 0 && items.length >= mostItems && (
        <p className="listing-notes">
          {formatCount(hidden, { one: 'more', many: 'more' })} in the saved file.
        </p>
      )}
    </div>
  );
}

function Rows({
  columns,
  items,
}: {
  readonly columns: readonly string[];
  readonly items: readonly ListingItem[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that.
    <section className="listing-rows" aria-label="Rows used" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th scope="col">Place</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ cells, places: [place] }, index) => (
            <tr key={index}>
              {(cells ?? []).map((cell, at) => (
                <td key={at} dir="auto">
                  {cell}
                </td>
              ))}
              <td>{place && <Place place={place} hasTitle={false} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Place({ place, hasTitle }: { readonly place: ListingPlace; readonly hasTitle: boolean }) {
  const source = useSource();
  const { documentId, title, pages, passage, quote } = place;
  const words = hasTitle ? `${shorten(title)}, ${formatPages(pages)}` : formatPages(pages);
  return (
    <QuoteChip
      label={`${words}. Open ${formatPagesInWords(pages)} of ${title}`}
      quote={quote}
      onOpen={() => source.open({ documentId, title, pages, passage, sentence: quote })}
    >
      {words}
    </QuoteChip>
  );
}

function shorten(title: string): string {
  return title.length > 28 ? `${title.slice(0, 26)}…` : title;
}
