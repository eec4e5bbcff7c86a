import { useCallback, useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { ImportList } from '../../parts/ImportList.tsx';
import { useClient, useHostEvent } from '../../state/host.ts';
import { useImports } from '../../state/ImportsProvider.tsx';
import { usePagedList } from '../../state/usePagedList.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SearchField } from '../../ui/Field.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { PagedList, PagedListWait } from '../../ui/PagedList.tsx';
import { formatCount } from '../../words/formats.ts';
import './AttachDialog.css';

interface AttachDialogProps {
  readonly attachedIds: readonly DocumentId[];
  readonly onChange: (documentIds: readonly DocumentId[]) => void;
  readonly onClose: () => void;
}

/** Chooses the documents a chat is about. */
export function AttachDialog({ attachedIds, onChange, onClose }: AttachDialogProps) {
  const client = useClient();
  const imports = useImports();
  const [title, setTitle] = useState('');
  const load = useCallback(
    async (part: { offset: number; limit: number }) => {
      const result = await client.request('documents.list', { ...part, ...(title ? { title } : {}) });
      return result.ok ? { rows: result.value.documents, total: result.value.total } : null;
    },
    [client, title],
  );
  const { page, hasFailed, loadMore, reload } = usePagedList<Document>(load);
  useHostEvent('documents.changed', reload);
  const toggle = (id: DocumentId) =>
    onChange(attachedIds.includes(id) ? attachedIds.filter((one) => one !== id) : [...attachedIds, id]);
  return (
    <Dialog
      title="Attach documents"
      onClose={onClose}
      actions={
        <>
          <FileButton
            isMultiple
            onFiles={(files) =>
              void imports.addDocuments(files).then((documents) => {
                const added = documents.map((one) => one.id).filter((id) => !attachedIds.includes(id));
                if (added.length > 0) onChange([...attachedIds, ...added]);
              })
            }
          >
            Open a file
          </FileButton>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="attachDialog">
        <SearchField label="Search documents" value={title} onChange={setTitle} />
        <ImportList kind="document" />
        <div className="attachDialog-list">
          {page?.rows.length === 0 && (
            <p className="attachDialog-empty">
              {title ? `No document is called “${title}”.` : 'The library is empty. Open a file to begin.'}
            </p>
          )}
          {page === null && <PagedListWait what="documents" hasFailed={hasFailed} onRetry={reload} />}
          <PagedList
            label="Documents"
            hasMore={page !== null && page.rows.length < page.total}
            onMore={loadMore}
          >
            {page?.rows.map((document) => (
              <li key={document.id}>
                <label className="attachDialog-row">
                  <input
                    type="checkbox"
                    checked={attachedIds.includes(document.id)}
                    onChange={() => toggle(document.id)}
                  />
                  <span className="attachDialog-title">{document.title}</span>
                  <span className="attachDialog-pages">
                    {formatCount(document.pages, { one: 'page', many: 'pages' })}
                  </span>
                </label>
              </li>
            ))}
          </PagedList>
        </div>
      </div>
    </Dialog>
  );
}
