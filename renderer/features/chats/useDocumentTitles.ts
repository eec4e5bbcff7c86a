import { useEffect, useMemo, useState } from 'react';
import type { DocumentId } from '../../../shared/ids.ts';
import { useClient } from '../../state/host.ts';

/** The titles of these documents; a placeholder while one is not known, or when it was removed. */
export function useDocumentTitles(ids: readonly DocumentId[]): readonly { id: DocumentId; title: string }[] {
  const client = useClient();
  const [titles, setTitles] = useState<ReadonlyMap<DocumentId, string>>(new Map());
  useEffect(() => {
    const missing = ids.filter((id) => !titles.has(id));
    if (missing.length === 0) return;
    const controller = new AbortController();
    void Promise.all(
      missing.map(async (documentId) => {
        const found = await client.request('documents.get', { documentId }, { signal: controller.signal });
        const title = found.ok ? found.value.title : 'Removed document';
        return [documentId, title] as const;
      }),
    ).then((found) => {
      if (!controller.signal.aborted) setTitles((known) => new Map([...known, ...found]));
    });
    return () => controller.abort();
  }, [client, ids, titles]);
  return useMemo(() => ids.map((id) => ({ id, title: titles.get(id) ?? 'Document' })), [ids, titles]);
}
