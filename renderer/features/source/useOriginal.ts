import { useEffect, useState } from 'react';
import type { DocumentId } from '../../../shared/ids.ts';
import { type OpenPdf, openPdf } from '../../parts/pdf/openPdf.ts';
import { useClient } from '../../state/host.ts';
import { whyText } from '../../words/originalWords.ts';

/** The file a document was read from, where its pages can be shown. */
export type Original =
  | { readonly kind: 'opening' }
  | { readonly kind: 'pdf'; readonly opened: OpenPdf }
  /** @property why to be told to the person; null where there is nothing to tell. */
  | { readonly kind: 'none'; readonly why: string | null };

export function useOriginal(documentId: DocumentId): Original {
  const client = useClient();
  const [state, setState] = useState<{ readonly documentId: DocumentId; readonly original: Original }>({
    documentId,
    original: { kind: 'opening' },
  });
  useEffect(() => {
    let isWanted = true;
    let opened: OpenPdf | null = null;
    const show = (original: Original) => isWanted && setState({ documentId, original });
    const open = async () => {
      const file = await client.request('originals.open', { documentId });
      if (!isWanted) return;
      if (!file.ok) return show({ kind: 'none', why: whyText(file.error) });
      const pdf = await openPdf({ client, documentId, sizeBytes: file.value.sizeBytes });
      if (!isWanted) return pdf.close();
      opened = pdf;
      show({ kind: 'pdf', opened: pdf });
    };
    // A damaged or locked file, or a browser without workers: the text is there.
    open().catch(() => show({ kind: 'none', why: whyText({ code: 'pdf.failed' }) }));
    return () => {
      isWanted = false;
      opened?.close();
    };
  }, [client, documentId]);
  return state.documentId === documentId ? state.original : { kind: 'opening' };
}
