import { useCallback, useEffect, useRef, useState } from 'react';
import type { Summary } from '../../../shared/contract/documents.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import type { DocumentId, ModelId } from '../../../shared/ids.ts';
import { useClient, useIsConnected } from '../../state/host.ts';
import type { ShownError } from '../../words/errors.ts';
import { chooseSummary, isUnderWay, type WatchedSummary, watchItem } from './summaries.ts';

interface SummaryWork {
  /** Null when there is none of this length yet. */
  readonly watched: WatchedSummary | null;
  readonly isKnown: boolean;
  readonly error: ShownError | null;
  /** Waiting for the model, before the first section. */
  readonly isStarting: boolean;
  readonly stopStarting: () => void;
  readonly start: (options: { readonly isFresh: boolean }) => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

interface WantedSummary {
  readonly documentId: DocumentId;
  readonly modelId: ModelId | null;
  readonly length: SummaryLength;
}

/** The stored or growing summary of a document, watched while it is being written. */
export function useSummary({ documentId, modelId, length }: WantedSummary): SummaryWork {
  const client = useClient();
  const isConnected = useIsConnected();
  const [known, setKnown] = useState<{ documentId: DocumentId; watched: WatchedSummary | null } | null>(null);
  const [error, setError] = useState<ShownError | null>(null);
  const [isStarting, setIsStarting] = useState(false);
  const starting = useRef<AbortController | null>(null);
  const show = useCallback(
    (summary: Summary | null) =>
      setKnown({ documentId, watched: summary ? { summary, loadingRatio: null } : null }),
    [documentId],
  );

  useEffect(() => {
    if (!isConnected) return;
    const controller = new AbortController();
    void client
      .request('documents.listSummaries', { documentId }, { signal: controller.signal })
      .then((result) => {
        if (controller.signal.aborted) return;
        setError(result.ok ? null : result.error);
        show(result.ok ? chooseSummary(result.value, { length, modelId }) : null);
      });
    return () => controller.abort();
  }, [client, documentId, length, modelId, isConnected, show]);

  const watched = known?.documentId === documentId ? known.watched : null;
  const watchedId = watched && isUnderWay(watched.summary) ? watched.summary.id : null;
  useEffect(() => {
    if (!watchedId || !isConnected) return;
    const controller = new AbortController();
    void (async () => {
      const events = client.open(
        'documents.watchSummary',
        { summaryId: watchedId },
        { signal: controller.signal },
      );
      for await (const event of events) {
        if (controller.signal.aborted) return;
        if (event.kind === 'item')
          setKnown((before) =>
            before?.watched ? { ...before, watched: watchItem(before.watched, event.item) } : before,
          );
        else if (event.kind === 'finished') show(event.value);
        else setError(event.error);
      }
    })();
    return () => controller.abort();
  }, [client, watchedId, isConnected, show]);

  const id = watched?.summary.id;
  return {
    watched,
    isKnown: known?.documentId === documentId,
    error,
    isStarting,
    stopStarting: () => {
      starting.current?.abort();
      setIsStarting(false);
    },
    start: async ({ isFresh }) => {
      starting.current?.abort();
      const controller = new AbortController();
      starting.current = controller;
      setError(null);
      setIsStarting(true);
      const result = await client.request(
        'documents.startSummary',
        { documentId, modelId, length, isFresh },
        { signal: controller.signal },
      );
      if (starting.current !== controller) return;
      setIsStarting(false);
      if (controller.signal.aborted) return;
      if (result.ok) show(result.value);
      else setError(result.error);
    },
    pause: async () => {
      if (!id) return;
      const result = await client.request('documents.pauseSummary', { summaryId: id });
      if (result.ok) show(result.value);
      else setError(result.error);
    },
    remove: async () => {
      if (!id) return;
      const result = await client.request('documents.removeSummary', { summaryId: id });
      if (result.ok) show(null);
      else setError(result.error);
    },
  };
}
