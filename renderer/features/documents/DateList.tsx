import { useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import type { FoundDate } from '../../../shared/contract/summaries.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount, formatIsoDate } from '../../words/formats.ts';
import { PageChip } from './Points.tsx';

/** More than one looks through at a glance. */
const shownAtFirst = 12;

/** The dates that stand in a document, with what is said about each. */
export function DateList({
  document,
  dates,
}: {
  readonly document: Document;
  readonly dates: readonly FoundDate[];
}) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? dates : dates.slice(0, shownAtFirst);
  return (
    <>
      <div className="tableScroll">
        <table className="factTable" aria-label="Dates in the text">
          <thead>
            <tr>
              <th scope="col">Date</th>
              <th scope="col">What is said</th>
              <th scope="col">Page</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((found, index) => (
              <tr key={index}>
                <td className="factTable-date">{formatIsoDate(found.date)}</td>
                <td dir="auto" lang={document.language ?? undefined}>
                  {found.sentence}
                </td>
                <td>
                  <PageChip document={document} pages={[found.page, found.page]} passage={found.sentence} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < dates.length && (
        <div>
          <Button look="plain" onClick={() => setIsWhole(true)}>
            Show all {formatCount(dates.length, { one: 'date', many: 'dates' })}
          </Button>
        </div>
      )}
    </>
  );
}
