import { useEffect, useSyncExternalStore } from 'react';
import { useClient, useIsConnected } from './host.ts';

/** Lets the host know for as long as this page can be seen: neither minimised nor behind another tab. */
export function useVisibility(): void {
  const client = useClient();
  const isConnected = useIsConnected();
  const isVisible = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
  useEffect(() => {
    if (!isConnected || !isVisible) return;
    const controller = new AbortController();
    void (async () => {
      // What it says does not matter; that it is open does.
      for await (const _event of client.open('app.stayVisible', {}, { signal: controller.signal }));
    })();
    return () => controller.abort();
  }, [client, isConnected, isVisible]);
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}
