import { type ReactNode, useCallback, useState } from 'react';
import type { Document } from '../../shared/contract/documents.ts';
import { useClient, useHostEvent } from '../state/host.ts';
import { usePagedList } from '../state/usePagedList.ts';
import { SearchField } from '../ui/Field.tsx';
import { PagedList, PagedListWait } from '../ui/PagedList.tsx';
import { formatCount } from '../words/formats.ts';
import './DocumentChoice.css';

interface DocumentChoiceProps {
  readonly isChosen: (document: Document) => boolean;
  /** Chosen for another reason than by itself. */
  readonly isFixed?: (document: Document) => boolean;
  readonly onToggle: (document: Document) => void;
  /** What else can be chosen, above the documents. */
  readonly children?: ReactNode;
}

/** All documents, to tick. */
export function DocumentChoice({ isChosen, isFixed, onToggle, children }: DocumentChoiceProps) {
  const client = useClient();
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
  return (
    <div className="documentChoice">
      <SearchField label="Search documents" value={title} onChange={setTitle} />
      <div className="documentChoice-list">
        {title === '' && children}
        {page?.rows.length === 0 && (
          <p className="documentChoice-empty">
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
              <label className="documentChoice-row">
                <input
                  type="checkbox"
                  checked={isChosen(document)}
                  disabled={isFixed?.(document) ?? false}
                  onChange={() => onToggle(document)}
                />
                <span className="documentChoice-title" dir="auto">
                  {document.title}
                </span>
                <span className="documentChoice-detail">
                  {isFixed?.(document)
                    ? 'by its folder'
                    : formatCount(document.pages, { one: 'page', many: 'pages' })}
                </span>
              </label>
            </li>
          ))}
        </PagedList>
      </div>
    </div>
  );
}
