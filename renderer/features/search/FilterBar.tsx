import { useMemo } from 'react';
import { familyOf } from '../../../shared/formats.ts';
import { collectionIdSchema } from '../../../shared/ids.ts';
import { useQuery } from '../../state/useQuery.ts';
import { ChevronDownIcon } from '../../ui/icons.tsx';
import { formatFolder } from '../../words/formats.ts';
import { type Filters, isNarrowed, isPeriod, noFilters, periods } from './filters.ts';
import './FilterBar.css';

interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

const nothing = {};

/** Narrows a search down. Only what the library has can be chosen. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { state } = useQuery('search.listFilters', nothing);
  const { state: listed } = useQuery('collections.list', nothing);
  const known = state.kind === 'ready' ? state.value : { formats: [], folders: [] };
  const collections = listed.kind === 'ready' ? listed.value : [];
  const families = useMemo(
    () => [...new Set(known.formats.map(({ format }) => familyOf(format)))],
    [known.formats],
  );
  if (known.formats.length === 0) return null;
  return (
    <fieldset className="filterBar">
      <legend className="onlyForReaders">Narrow the search down</legend>
      {families.length > 1 && (
        <Filter
          label="Type"
          any="Any type"
          value={filters.family}
          options={families.map((family) => ({ value: family, label: capital(family) }))}
          onChange={(family) => onChange({ ...filters, family })}
        />
      )}
      <Filter
        label="Time"
        any="Any time"
        value={filters.period}
        options={Object.entries(periods).map(([value, { label }]) => ({ value, label }))}
        onChange={(period) => onChange({ ...filters, period: period && isPeriod(period) ? period : null })}
      />
      {collections.length > 0 && (
        <Filter
          label="Collection"
          any="Any collection"
          value={filters.collectionId}
          options={collections.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) =>
            onChange({ ...filters, collectionId: id === null ? null : collectionIdSchema.parse(id) })
          }
        />
      )}
      {known.folders.length > 1 && (
        <Filter
          label="Folder"
          any="Any folder"
          value={filters.folder}
          options={known.folders.map(({ path }) => ({ value: path, label: formatFolder(path) }))}
          onChange={(folder) => onChange({ ...filters, folder })}
        />
      )}
      <Filter
        label="Order"
        any="Best first"
        value={filters.sort === 'relevance' ? null : filters.sort}
        options={[{ value: 'newest', label: 'Newest first' }]}
        onChange={(sort) => onChange({ ...filters, sort: sort === null ? 'relevance' : 'newest' })}
      />
      {isNarrowed(filters) && (
        <button
          type="button"
          className="filterBar-clear"
          onClick={() => onChange({ ...noFilters, sort: filters.sort })}
        >
          Clear
        </button>
      )}
    </fieldset>
  );
}

interface FilterProps {
  readonly label: string;
  /** What stands there where nothing is chosen. */
  readonly any: string;
  readonly value: string | null;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | null) => void;
}

function Filter({ label, any, value, options, onChange }: FilterProps) {
  return (
    <span className="filterBar-filter" data-set={value !== null}>
      <select
        aria-label={label}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{any}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDownIcon />
    </span>
  );
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
