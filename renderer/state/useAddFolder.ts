import { useCallback } from 'react';
import { useHost } from './host.ts';

/** Has the library keep up with a dropped folder. @returns false where only the desktop app could: a page has no path. */
export function useAddFolder(): (folder: File) => Promise<boolean> {
  const { client, surface, grantFile } = useHost();
  return useCallback(
    async (folder) => {
      if (surface !== 'desktop') return false;
      const { signal } = new AbortController();
      const granted = await grantFile(folder, { signal, onProgress: () => undefined });
      if (!granted.ok || !granted.value.isFolder) return false;
      const { fileId } = granted.value;
      // One that is kept up with already is as good.
      await client.request('library.addFolder', { fileId, isWatched: true });
      return true;
    },
    [client, surface, grantFile],
  );
}
