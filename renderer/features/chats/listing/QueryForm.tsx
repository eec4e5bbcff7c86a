import { useId, useState } from 'react';
import {
  type Aggregate,
  aggregateSchema,
  type TableChoice,
  type TableFilter,
  type TableQuery,
  tableOperatorSchema,
} from '../../../../shared/contract/listings.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { CloseIcon, PlusIcon } from '../../../ui/icons.tsx';
import { Select } from '../../../ui/Select.tsx';
import { formatCount } from '../../../words/formats.ts';

interface QueryFormProps {
  readonly choices: readonly TableChoice[];
  readonly query: TableQuery | null;
  readonly canAsk: boolean;
  readonly onCompute: (query: TableQuery) => void;
}

const aggregateWords: Readonly<Record<Aggregate, string>> = {
  count: 'Count rows',
  sum: 'Add up',
  average: 'Average of',
  min: 'Least',
  max: 'Greatest',
  list: 'List rows',
};
const operatorWords = {
  is: 'is',
  isNot: 'is not',
  contains: 'contains',
  over: 'is over',
  atLeast: 'is at least',
  under: 'is under',
  atMost: 'is at most',
  isEmpty: 'is empty',
  isFilled: 'is filled',
} as const;
const mostFilters = 8;

/** What is computed, from which table and which of its rows: the person has the last word. */
export function QueryForm({ choices, query, canAsk, onCompute }: QueryFormProps) {
  const listId = useId();
  const asked = choices.findIndex(({ tableIds }) => query?.tableIds.every((id) => tableIds.includes(id)));
  const [place, setPlace] = useState(Math.max(0, asked));
  const [aggregate, setAggregate] = useState<Aggregate>(query?.aggregate ?? 'count');
  const [column, setColumn] = useState<string | null>(query?.column ?? null);
  const [filters, setFilters] = useState<readonly TableFilter[]>(query?.filters ?? []);
  const choice = choices[place];
  if (!choice) return null;
  const takesColumn = aggregate !== 'count' && aggregate !== 'list';
  const computable = choice.columns.filter(({ kind }) => kind !== 'text');
  const chosenColumn = computable.find(({ name }) => name === column)?.name ?? computable[0]?.name ?? null;
  const change = (index: number, changes: Partial<TableFilter>) =>
    setFilters(filters.map((filter, at) => (at === index ? { ...filter, ...changes } : filter)));
  return (
    <form
      className="card queryForm"
      aria-label="What to compute"
      onSubmit={(event) => {
        event.preventDefault();
        onCompute({
          tableIds: choice.tableIds,
          filters: [...filters],
          aggregate,
          column: takesColumn ? chosenColumn : null,
        });
      }}
    >
      <div className="queryForm-row">
        <Select
          label="What to compute"
          value={aggregate}
          options={aggregateSchema.options
            .filter((one) => computable.length > 0 || one === 'count' || one === 'list')
            .map((one) => ({ value: one, label: aggregateWords[one] }))}
          onChange={setAggregate}
        />
        {takesColumn && (
          <Select
            label="Column to compute"
            value={chosenColumn ?? ''}
            options={computable.map(named)}
            onChange={setColumn}
          />
        )}
        <span>of</span>
        <Select
          label="Table"
          value={String(place)}
          options={choices.map(({ names, rows }, index) => ({
            value: String(index),
            label: `${names.join(', ')} (${formatCount(rows, { one: 'row', many: 'rows' })})`,
          }))}
          onChange={(value) => {
            setPlace(Number(value));
            setFilters([]);
          }}
        />
      </div>
      {filters.map((filter, index) => (
        <div className="queryForm-row" key={index}>
          <span>{index === 0 ? 'where' : 'and'}</span>
          <Select
            label="Column"
            value={filter.column}
            options={choice.columns.map(named)}
            onChange={(column) => change(index, { column })}
          />
          <Select
            label="Comparison"
            value={filter.operator}
            options={tableOperatorSchema.options.map((one) => ({ value: one, label: operatorWords[one] }))}
            onChange={(operator) => change(index, { operator })}
          />
          {filter.operator !== 'isEmpty' && filter.operator !== 'isFilled' && (
            <>
              <input
                className="queryForm-value"
                aria-label="Value"
                list={`${listId}-${index}`}
                value={filter.value}
                onChange={(event) => change(index, { value: event.target.value })}
              />
              <datalist id={`${listId}-${index}`}>
                {choice.columns
                  .find(({ name }) => name === filter.column)
                  ?.values.map((value) => (
                    <option key={value} value={value} />
                  ))}
              </datalist>
            </>
          )}
          <IconButton
            label="Remove this condition"
            icon={<CloseIcon />}
            onClick={() => setFilters(filters.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div className="queryForm-foot">
        <Button
          look="plain"
          icon={<PlusIcon />}
          disabled={filters.length >= mostFilters}
          onClick={() =>
            setFilters([...filters, { column: choice.columns[0]?.name ?? '', operator: 'is', value: '' }])
          }
        >
          Condition
        </Button>
        <Button look="primary" type="submit" disabled={!canAsk}>
          Compute
        </Button>
      </div>
    </form>
  );
}

function named({ name }: { readonly name: string }): { readonly value: string; readonly label: string } {
  return { value: name, label: name };
}
