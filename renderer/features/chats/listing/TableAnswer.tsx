import { useState } from 'react';
import type { Listing, Reading, TableResult } from '../../../../shared/contract/listings.ts';
import { describeQuery } from '../../../../shared/queryWords.ts';
import { Button } from '../../../ui/Button.tsx';
import { PencilIcon } from '../../../ui/icons.tsx';
import { formatCount, formatNumber } from '../../../words/formats.ts';
import { formatDecimal } from './listingWords.ts';
import { QueryForm } from './QueryForm.tsx';

interface TableAnswerProps {
  readonly listing: Listing;
  readonly table: TableResult;
  readonly canAsk: boolean;
  readonly onCompute: (reading: Reading) => void;
}

/** What was computed from a table, how, and from which rows; the query can be corrected. */
export function TableAnswer({ listing, table, canAsk, onCompute }: TableAnswerProps) {
  const { query } = table;
  const [isChanging, setIsChanging] = useState(query === null);
  const values = table.values.map(({ value, unit }) =>
    unit === '' ? formatDecimal(value) : `${formatDecimal(value)} ${unit}`,
  );
  const results = [...values, ...table.dates];
  return (
    <div className="tableAnswer">
      {query === null ? (
        <p className="listing-none">
          This question could not be turned into a query of the tables. Choose below what to compute, or take
          another way.
        </p>
      ) : (
        <>
          {query.aggregate === 'list' ? (
            <p className="listing-headline">
              <b>{formatNumber(table.rowsUsed)}</b> {table.rowsUsed === 1 ? 'row' : 'rows'}
            </p>
          ) : (
            <p className="listing-headline">
              <b>{results.length > 0 ? results.join(', ') : 'No row holds a value'}</b>
            </p>
          )}
          <p className="tableAnswer-query">
            {describeQuery(query, table.names)}{' '}
            <Button
              look="plain"
              size="small"
              icon={<PencilIcon />}
              aria-expanded={isChanging}
              onClick={() => setIsChanging(!isChanging)}
            >
              Change
            </Button>
          </p>
        </>
      )}
      {isChanging && table.choices.length > 0 && (
        <QueryForm
          choices={table.choices}
          query={query}
          canAsk={canAsk}
          onCompute={(changed) => onCompute({ kind: 'table', query: changed })}
        />
      )}
      {query !== null && listing.state === 'finished' && (
        <div className="listing-notes">
          {tableNotes(table).map((note) => (
            <p key={note}>{note}</p>
          ))}
        </div>
      )}
    </div>
  );
}

function tableNotes(table: TableResult): string[] {
  const { rowsUsed, rowsTotal, leftOut, values, ambiguousColumns, documents } = table;
  const rows = (count: number) => formatCount(count, { one: 'row', many: 'rows' });
  const notes = [`${formatNumber(rowsUsed)} of ${rows(rowsTotal)} used, computed exactly.`];
  if (values.some(({ isRounded }) => isRounded))
    notes[0] = `${formatNumber(rowsUsed)} of ${rows(rowsTotal)} used. Rounded.`;
  if (documents.read < documents.total)
    notes.push(
      `Of ${formatNumber(documents.total)} documents with tables only the ${formatNumber(documents.read)} that fit the question best were looked through. Ask in a collection to look through others.`,
    );
  if (values.length > 1) notes.push('Different units stand in the column, so each has its own result.');
  if (leftOut.empty > 0) notes.push(`${rows(leftOut.empty)} with an empty cell left out.`);
  if (leftOut.notNumbers > 0)
    notes.push(`${rows(leftOut.notNumbers)} left out, because the cell holds no number or date.`);
  if (leftOut.totals > 0) notes.push(`${rows(leftOut.totals)} left out, being the total of others.`);
  if (ambiguousColumns.length > 0)
    notes.push(
      `${ambiguousColumns.join(', ')} can be read in two ways (1.234 or 03/04/2023); it was read as the document’s language writes it.`,
    );
  return notes;
}
