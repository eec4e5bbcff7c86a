import { useEffect, useRef, useState } from 'react';
import type { DocumentId } from '../../../shared/ids.ts';
import type { RecognitionLanguage } from '../../../shared/recognition.ts';
import { useHost } from '../../state/host.ts';
import { navigate } from '../../state/useRoute.ts';
import type { ShownError } from '../../words/errors.ts';

export type Reading =
  | { readonly kind: 'resting' }
  | { readonly kind: 'reading'; readonly done: number; readonly total: number | null }
  | { readonly kind: 'failed'; readonly error: ShownError };

/**
 * Has a document's file read again in another language. Leaving the page stops it; the text stays as it was. `start`
 * takes the file where Sotto cannot find it by itself; one with other content is a document of its own, and is shown.
 */
export function useReadAgain(
  documentId: DocumentId,
  onRead: () => void,
): {
  readonly state: Reading;
  readonly start: (language: RecognitionLanguage, file?: File) => void;
  readonly stop: () => void;
} {
  const { client, grantFile } = useHost();
  const [state, setState] = useState<Reading>({ kind: 'resting' });
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const read = async (recognitionLanguage: RecognitionLanguage, file: File | null) => {
    const mine = new AbortController();
    controller.current = mine;
    setState({ kind: 'reading', done: 0, total: null });
    const { signal } = mine;
    const granted = file && (await grantFile(file, { signal, onProgress: () => undefined }));
    if (signal.aborted) return setState({ kind: 'resting' });
    if (granted && !granted.ok) return setState({ kind: 'failed', error: granted.error });
    const reading = granted
      ? client.open(
          'documents.add',
          { source: { kind: 'file', fileId: granted.value.fileId }, recognitionLanguage },
          { signal },
        )
      : client.open('recognition.readAgain', { documentId, recognitionLanguage }, { signal });
    for await (const event of reading) {
      if (mine.signal.aborted) return setState({ kind: 'resting' });
      if (event.kind === 'item' && event.item.step !== 'indexing')
        setState({ kind: 'reading', done: event.item.done, total: event.item.total });
      else if (event.kind === 'failed') setState({ kind: 'failed', error: event.error });
      else if (event.kind === 'finished') {
        setState({ kind: 'resting' });
        const readId = event.value.document.id;
        if (readId === documentId) onRead();
        else navigate({ kind: 'document', documentId: readId, tab: 'text' });
      }
    }
  };
  return {
    state,
    start: (language, file) => void read(language, file ?? null),
    stop: () => {
      controller.current?.abort();
      setState({ kind: 'resting' });
    },
  };
}
