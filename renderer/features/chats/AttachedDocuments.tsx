import type { DocumentId } from '../../../shared/ids.ts';
import { formatRoute } from '../../state/route.ts';
import { CloseIcon } from '../../ui/icons.tsx';

interface AttachedDocumentsProps {
  readonly documents: readonly { readonly id: DocumentId; readonly title: string }[];
  readonly onDetach: (documentId: DocumentId) => void;
}

/** The documents a chat is about. */
export function AttachedDocuments({ documents, onDetach }: AttachedDocumentsProps) {
  return documents.map(({ id, title }) => (
    <span key={id} className="attachedDocument">
      <a href={formatRoute({ kind: 'document', documentId: id, tab: 'summary' })} title={title}>
        {title}
      </a>
      <button type="button" aria-label={`Detach ${title}`} onClick={() => onDetach(id)}>
        <CloseIcon />
      </button>
    </span>
  ));
}
