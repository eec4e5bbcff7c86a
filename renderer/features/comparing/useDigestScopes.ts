import { useMemo } from 'react';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import { useQuery } from '../../state/useQuery.ts';
import { formatFolder } from '../../words/formats.ts';

const nothing = {};
export const everything = 'everything';

/** What a digest can be of: everything, a collection, or a folder that documents come from. */
export function useDigestScopes(): {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly scopeOf: (value: string) => { readonly scope?: SearchScope };
} {
  const { state: filters } = useQuery('search.listFilters', nothing);
  const { state: listed } = useQuery('collections.list', nothing);
  return useMemo(() => {
    const folders = filters.kind === 'ready' ? filters.value.folders : [];
    const collections = listed.kind === 'ready' ? listed.value : [];
    const narrowed: readonly { value: string; label: string; scope: SearchScope }[] = [
      ...collections.map(({ id, name }) => ({
        value: `collection ${id}`,
        label: `Collection: ${name}`,
        scope: { collectionIds: [id] },
      })),
      ...folders.map(({ path }) => ({
        value: `folder ${path}`,
        label: `Folder: ${nameAmong(folders, path)}`,
        scope: { pathPrefix: path },
      })),
    ];
    return {
      options: [{ value: everything, label: 'All documents' }, ...narrowed],
      scopeOf(value) {
        const chosen = narrowed.find((one) => one.value === value);
        return chosen ? { scope: chosen.scope } : {};
      },
    };
  }, [filters, listed]);
}

/** Its last part, with the one before only where another folder is called the same. */
function nameAmong(folders: readonly { readonly path: string }[], path: string): string {
  const lastOf = (one: string) => one.split(/[\\/]/).filter(Boolean).at(-1) ?? one;
  const isAlone = folders.filter((other) => lastOf(other.path) === lastOf(path)).length === 1;
  return isAlone ? lastOf(path) : formatFolder(path);
}
