import type { SearchScope } from '../../../shared/contract/searchScope.ts';

/** Part of a `where`, with what its question marks stand for. */
export interface ScopeCondition {
  readonly sql: string;
  readonly parameters: readonly string[];
}

/** A condition on rows of the table `documents`; an absent scope lets all of them pass. */
export function scopeCondition(scope: SearchScope = {}): ScopeCondition {
  const parts: ScopeCondition[] = [];
  const add = (sql: string, ...parameters: string[]) => parts.push({ sql, parameters });
  const { documentIds, collectionIds, formats, datedAfter, datedBefore, pathPrefix } = scope;
  const sources: ScopeCondition[] = [];
  if (documentIds !== undefined) {
    sources.push({
      sql: 'documents.id in (select value from json_each(?))',
      parameters: [JSON.stringify(documentIds)],
    });
  }
  if (collectionIds !== undefined) {
    sources.push({
      sql: `documents.id in (select document_id from collection_members
        where collection_id in (select value from json_each(?)))`,
      parameters: [JSON.stringify(collectionIds)],
    });
  }
  if (sources.length > 0) {
    add(
      `(${sources.map(({ sql }) => sql).join(' or ')})`,
      ...sources.flatMap(({ parameters }) => parameters),
    );
  }
  if (formats !== undefined)
    add('documents.format in (select value from json_each(?))', JSON.stringify(formats));
  if (datedAfter !== undefined) add('documents.dated_at >= ?', inStoredForm(datedAfter));
  if (datedBefore !== undefined) add('documents.dated_at < ?', inStoredForm(datedBefore));
  if (pathPrefix !== undefined) {
    const folder = folderPath(pathPrefix);
    add(
      `substr(documents.path, 1, length(?)) = ? collate nocase
       and substr(documents.path, length(?) + 1, 1) in ('/', '\\')`,
      folder,
      folder,
      folder,
    );
  }
  return {
    sql: parts.length === 0 ? 'true' : parts.map(({ sql }) => sql).join(' and '),
    parameters: parts.flatMap(({ parameters }) => parameters),
  };
}

/** Whether every document is in it. */
export function isEverything(scope: SearchScope | undefined): boolean {
  return Object.values(scope ?? {}).every((value) => value === undefined);
}

/** A folder's path as it is compared: without separators at its end. */
export function folderPath(path: string): string {
  return path.replace(/[\\/]+$/, '');
}

/** Times are compared as text, and people may leave out the milliseconds that stored ones have. */
function inStoredForm(time: string): string {
  return new Date(time).toISOString();
}
