import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { familyOf } from '../../../shared/formats.ts';
import type { CollectionId } from '../../../shared/ids.ts';

export const periods = {
  day: { label: 'From today', days: 0 },
  week: { label: 'Past 7 days', days: 7 },
  month: { label: 'Past 30 days', days: 30 },
  year: { label: 'Past 365 days', days: 365 },
} as const;
export type Period = keyof typeof periods;

/** How a search is narrowed down; null: not at all. */
export interface Filters {
  /** As people call a type of file; it may stand for several formats. */
  readonly family: string | null;
  readonly period: Period | null;
  readonly collectionId: CollectionId | null;
  readonly folder: string | null;
  readonly sort: 'relevance' | 'newest';
}

export const noFilters: Filters = {
  family: null,
  period: null,
  collectionId: null,
  folder: null,
  sort: 'relevance',
};

/** Whether documents are left out. */
export function isNarrowed({ family, period, collectionId, folder }: Filters): boolean {
  return [family, period, collectionId, folder].some((value) => value !== null);
}

export function isPeriod(value: string): value is Period {
  return Object.hasOwn(periods, value);
}

/** @param formats all that the library has. */
export function scopeOf(filters: Filters, formats: readonly string[], now: Date): SearchScope {
  const { family, period, collectionId, folder } = filters;
  const since = new Date(
    now.getFullYear(),
    now.getMonth(),
    now.getDate() - (period ? periods[period].days : 0),
  );
  return {
    ...(family === null ? {} : { formats: formats.filter((format) => familyOf(format) === family) }),
    ...(period === null ? {} : { datedAfter: since.toISOString() }),
    ...(collectionId === null ? {} : { collectionIds: [collectionId] }),
    ...(folder === null ? {} : { pathPrefix: folder }),
  };
}
