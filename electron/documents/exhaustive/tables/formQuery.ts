import type { Aggregate, TableFilter, TableQuery } from '../../../../shared/contract/listings.ts';
import { plainText } from '../plainText.ts';
import { type Asking, wordsOf } from '../recognise/findAsking.ts';
import type { Column } from './columns.ts';
import type { TableGroup } from './tableGroups.ts';

/** Values longer than this are texts, in which any word may stand. */
const longestValue = 60;
/** So short a value stands in a question by chance, unless its column is named as well. */
const shortestValue = 2;

/**
 * Translates a question into a query by its words alone: values and names of columns that stand in it.
 * @returns null unless every word that tells something is accounted for, since a word that is not may change what
 * is asked.
 */
export function formQuery(
  question: string,
  asking: Asking,
  groups: readonly TableGroup[],
): TableQuery | null {
  if (asking.aggregate === null) return null;
  const { aggregate } = asking;
  const formed = groups.flatMap((group) => formFor({ question, asking, aggregate, group }) ?? []);
  const best = Math.max(...formed.map(({ explained }) => explained));
  const winners = formed.filter(({ explained }) => explained === best);
  // Two kinds of tables that fit alike: the question does not tell which.
  return winners.length === 1 ? (winners[0]?.query ?? null) : null;
}

function formFor(input: {
  readonly question: string;
  readonly asking: Asking;
  readonly aggregate: Aggregate;
  readonly group: TableGroup;
}): { readonly query: TableQuery; readonly explained: number } | null {
  const { question, asking, aggregate, group } = input;
  const left = new Set(asking.telling);
  const plain = ` ${wordsOf(plainText(question)).join(' ')} `;
  const explain = (text: string) => {
    for (const word of wordsOf(plainText(text))) left.delete(word);
  };
  const named = group.columns.filter((column, index) => {
    const isNamed = isNameIn(column.name, plain) || letterIn(question) === index;
    if (isNamed) explain(column.name);
    return isNamed;
  });
  const letter = letterIn(question);
  if (letter !== null) left.delete(String.fromCharCode(97 + letter));
  const filters: TableFilter[] = [];
  for (const column of group.columns) {
    const value = valueIn({ column, plain, isNamed: named.includes(column), group });
    if (value === null) continue;
    filters.push({ column: column.name, operator: 'is', value });
    explain(value);
  }
  const year = [...left].find((word) => /^(?:19|20)\d{2}$/u.test(word));
  const dated = group.columns.filter((column) => column.kind === 'date');
  const inTime =
    named.find((column) => column.kind === 'date') ?? (dated.length === 1 ? dated[0] : undefined);
  if (year !== undefined && inTime && !filters.some(({ column }) => column === inTime.name)) {
    filters.push({ column: inTime.name, operator: 'is', value: year });
    left.delete(year);
  }
  for (const name of group.names) if (isNameIn(name, plain)) explain(name);

  const isFiltered = (column: Column) => filters.some((filter) => filter.column === column.name);
  const open = named.filter((column) => !isFiltered(column));
  const column = columnFor(aggregate, open, group);
  if (column === undefined || left.size > 0) return null;
  const hasGround = filters.length > 0 || named.length > 0 || asking.namesTable;
  if (!hasGround) return null;
  return {
    query: { tableIds: group.tables.map(({ id }) => id), filters, aggregate, column: column?.name ?? null },
    explained: asking.telling.length + filters.length + named.length,
  };
}

/** Undefined: it takes a column, and the question names none of the right kind. Null: it takes none. */
function columnFor(
  aggregate: Aggregate,
  open: readonly Column[],
  group: TableGroup,
): Column | null | undefined {
  if (aggregate === 'count' || aggregate === 'list') return null;
  const fits = (column: Column) =>
    column.kind === 'number' || (column.kind === 'date' && (aggregate === 'min' || aggregate === 'max'));
  const named = open.filter(fits);
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  if (open.length > 0) return undefined;
  const all = group.columns.filter((column) => column.kind === 'number' && !isYears(column, group));
  return all.length === 1 ? all[0] : undefined;
}

function isYears(column: Column, group: TableGroup): boolean {
  return group.valuesOf(column.name).every((value) => /^(?:19|20)\d{2}$/u.test(value));
}

/** The longest value of the column that stands in the question as whole words. */
function valueIn(input: {
  readonly column: Column;
  readonly plain: string;
  readonly isNamed: boolean;
  readonly group: TableGroup;
}): string | null {
  const { column, plain, isNamed, group } = input;
  if (column.kind === 'date') return null;
  const name = plainText(column.name);
  const found = group.valuesOf(column.name).filter((value) => {
    const words = wordsOf(plainText(value)).join(' ');
    if (words === '' || words === name || value.length > longestValue) return false;
    const isTelling = words.length > shortestValue && (column.kind === 'text' || isYears(column, group));
    return (isTelling || isNamed) && plain.includes(` ${words} `);
  });
  return found.toSorted((left, right) => right.length - left.length)[0] ?? null;
}

/** The name itself, or its plural: names differ from what is said of them by an ending at most. */
function isNameIn(name: string, plain: string): boolean {
  const words = wordsOf(plainText(name)).join(' ');
  if (words.length < 2) return false;
  return plain.includes(` ${words} `) || plain.includes(` ${words}s `);
}

/** 'column B' by its letter alone, as sheets name theirs. @returns its place, from 0. */
function letterIn(question: string): number | null {
  const match = /(?<![\p{L}\p{N}'’])([B-HJ-Z])(?![\p{L}\p{N}'’])/u.exec(question);
  return match?.[1] === undefined ? null : match[1].charCodeAt(0) - 65;
}
