import { useEffect, useRef, useState } from 'react';
import type { DocumentId } from '../../../shared/ids.ts';
import type { RecognitionLanguage } from '../../../shared/recognition.ts';
import { useClient } from '../../state/host.ts';
import type { ShownError } from '../../words/errors.ts';

export type Reading =
  | { readonly kind: 'resting' }
  | { readonly kind: 'reading'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'failed'; readonly error: ShownError };

/** Has a document's file read again in another language. Leaving the page stops it; the text stays as it was. */
export function useReadAgain(
  documentId: DocumentId,
  onRead: () => void,
): {
  readonly state: Reading;
  readonly start: (language: RecognitionLanguage) => void;
  readonly stop: () => void;
} {
  const client = useClient();
  const [state, setState] = useState<Reading>({ kind: 'resting' });
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const read = async (recognitionLanguage: RecognitionLanguage) => {
    const mine = new AbortController();
    controller.current = mine;
    setState({ kind: 'reading', done: 0, total: null });
    const input = { documentId, recognitionLanguage };
    for await (const event of client.open('recognition.readAgain', input, { signal: mine.signal })) {
      if (mine.signal.aborted) return setState({ kind: 'resting' });
      if (event.kind === 'item' && event.item.step !== 'indexing')
        setState({ kind: 'reading', done: event.item.done, total: event.item.total });
      else if (event.kind === 'failed') setState({ kind: 'failed', error: event.error });
      else if (event.kind === 'finished') {
        setState({ kind: 'resting' });
        onRead();
      }
    }
  };
  return {
    state,
    start: (language) => void read(language),
    stop: () => {
      controller.current?.abort();
      setState({ kind: 'resting' });
    },
  };
}
