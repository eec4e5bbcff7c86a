import { useCallback, useEffect, useRef, useState } from 'react';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import type { Summary, SummaryStyle } from '../../../shared/contract/summaries.ts';
import type { DocumentId, ModelId, SummaryId } from '../../../shared/ids.ts';
import { useClient, useIsConnected } from '../../state/host.ts';
import type { ShownError } from '../../words/errors.ts';
import { chooseSummary, isUnderWay, type WatchedSummary, watchItem, withSummary } from './summaries.ts';

/** What kind of summary is asked for. */
export interface Variant {
  readonly length: SummaryLength;
  readonly style: SummaryStyle;
  /** BCP 47; null: the document's own. */
  readonly language: string | null;
}

export interface SummaryWork {
  /** All there are of this document, begun or finished. */
  readonly summaries: readonly Summary[];
  /** The one that is shown; null where there is none, or where a new one is being chosen. */
  readonly watched: WatchedSummary | null;
  readonly isKnown: boolean;
  readonly error: ShownError | null;
  /** Waiting for the model, before the first section. */
  readonly isStarting: boolean;
  readonly stopStarting: () => void;
  /** Shows this one, or with null the choice of a new one. */
  readonly show: (summaryId: SummaryId | null) => void;
  readonly start: (variant: Variant, options: { readonly isFresh: boolean }) => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

interface Known {
  readonly documentId: DocumentId;
  readonly summaries: readonly Summary[];
  readonly watched: WatchedSummary | null;
}

/** The stored and growing summaries of a document; the shown one is watched while it is being written. */
export function useSummaries({
  documentId,
  modelId,
}: {
  readonly documentId: DocumentId;
  readonly modelId: ModelId | null;
}): SummaryWork {
  const client = useClient();
  const isConnected = useIsConnected();
  const [known, setKnown] = useState<Known | null>(null);
  const [error, setError] = useState<ShownError | null>(null);
  const [isStarting, setIsStarting] = useState(false);
  const starting = useRef<AbortController | null>(null);
  const take = useCallback(
    (summary: Summary) =>
      setKnown((before) => ({
        documentId,
        summaries: withSummary(before?.documentId === documentId ? before.summaries : [], summary),
        watched: { summary, loadingRatio: null },
      })),
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
        const summaries = result.ok ? result.value : [];
        setKnown((before) => {
          const shown = before?.documentId === documentId ? before.watched : null;
          const summary = chooseSummary(summaries, shown?.summary.id ?? null);
          return { documentId, summaries, watched: summary && { summary, loadingRatio: null } };
        });
      });
    return () => controller.abort();
  }, [client, documentId, isConnected]);

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
        else if (event.kind === 'finished') take(event.value);
        else setError(event.error);
      }
    })();
    return () => controller.abort();
  }, [client, watchedId, isConnected, take]);

  const id = watched?.summary.id;
  return {
    summaries: known?.documentId === documentId ? known.summaries : [],
    watched,
    isKnown: known?.documentId === documentId,
    error,
    isStarting,
    stopStarting: () => {
      starting.current?.abort();
      setIsStarting(false);
    },
    show: (summaryId) => {
      setError(null);
      setKnown((before) => {
        const summary = before?.summaries.find((one) => one.id === summaryId);
        return before && { ...before, watched: summary ? { summary, loadingRatio: null } : null };
      });
      // What rests may have gone on since it was listed.
      if (summaryId !== null)
        void client.request('documents.listSummaries', { documentId }).then((result) => {
          const summary = result.ok ? result.value.find((one) => one.id === summaryId) : undefined;
          if (summary) take(summary);
        });
    },
    start: async (variant, { isFresh }) => {
      starting.current?.abort();
      const controller = new AbortController();
      starting.current = controller;
      setError(null);
      setIsStarting(true);
      const { length, style, language } = variant;
      const result = await client.request(
        'documents.startSummary',
        { documentId, modelId, length, style, language, isFresh },
        { signal: controller.signal },
      );
      if (starting.current !== controller) return;
      setIsStarting(false);
      if (controller.signal.aborted) return;
      if (!result.ok) return setError(result.error);
      const replaced = isFresh ? id : undefined;
      setKnown(
        (before) =>
          before && { ...before, summaries: before.summaries.filter((summary) => summary.id !== replaced) },
      );
      take(result.value);
    },
    pause: async () => {
      if (!id) return;
      const result = await client.request('documents.pauseSummary', { summaryId: id });
      if (result.ok) take(result.value);
      else setError(result.error);
    },
    remove: async () => {
      if (!id) return;
      const result = await client.request('documents.removeSummary', { summaryId: id });
      if (!result.ok) return setError(result.error);
      setKnown((before) => {
        if (!before) return before;
        const summaries = before.summaries.filter((summary) => summary.id !== id);
        const next = chooseSummary(summaries, null);
        return { ...before, summaries, watched: next && { summary: next, loadingRatio: null } };
      });
    },
  };
}
