import type { TableFilter, TableQuery } from './contract/listings.ts';

/** What was computed, in plain words: "Counted rows of ‘Sheet1’ where Status is ‘open’." */
export function describeQuery(query: TableQuery, names: readonly string[]): string {
  const shown = names.map((name) => `‘${name}’`).join(', ');
  const more = query.tableIds.length > names.length && names.length > 1 ? ' and others' : '';
  const conditions = query.filters.map(describeFilter).join(' and ');
  return `${verb(query)} of ${shown}${more}${conditions === '' ? '' : ` where ${conditions}`}.`;
}

function verb({ aggregate, column }: TableQuery): string {
  switch (aggregate) {
    case 'count':
      return column === null ? 'Counted rows' : `Counted filled cells of ${column}`;
    case 'list':
      return 'Listed rows';
    case 'sum':
      return `Added up ${column}`;
    case 'average':
      return `Took the average of ${column}`;
    case 'min':
      return `Took the least ${column}`;
    case 'max':
      return `Took the greatest ${column}`;
  }
}

function describeFilter({ column, operator, value }: TableFilter): string {
  switch (operator) {
    case 'is':
      return `${column} is ‘${value}’`;
    case 'isNot':
      return `${column} is not ‘${value}’`;
    case 'contains':
      return `${column} contains ‘${value}’`;
    case 'over':
      return `${column} is over ${value}`;
    case 'atLeast':
      return `${column} is at least ${value}`;
    case 'under':
      return `${column} is under ${value}`;
    case 'atMost':
      return `${column} is at most ${value}`;
    case 'isEmpty':
      return `${column} is empty`;
    case 'isFilled':
      return `${column} is filled`;
  }
}
