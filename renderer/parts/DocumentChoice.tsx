import { type ReactNode, useCallback, useId, useState } from 'react';
import type { Document } from '../../shared/contract/documents.ts';
import { useClient, useHostEvent } from '../state/host.ts';
import { useLongList } from '../state/useLongList.ts';
import { SearchField } from '../ui/Field.tsx';
import { LongList, LongListWait } from '../ui/LongList.tsx';
import { formatCount } from '../words/formats.ts';
import './DocumentChoice.css';

interface DocumentChoiceProps {
  /** How many may be chosen. */
  readonly choose?: 'many' | 'one';
  readonly isChosen: (document: Document) => boolean;
  /** Why it stays as it is, in a few words; null where it can be chosen. */
  readonly whyFixed?: (document: Document) => string | null;
  readonly onToggle: (document: Document) => void;
  /** Documents that came from the host; must not change from one drawing to the next. */
  readonly onRows?: (documents: readonly Document[]) => void;
  /** What else can be chosen, above the documents. */
  readonly children?: ReactNode;
}

/** All documents, to tick, however many there are: typing a name narrows them down. */
export function DocumentChoice(props: DocumentChoiceProps) {
  const { choose = 'many', isChosen, whyFixed, onToggle, onRows, children } = props;
  const name = useId();
  const client = useClient();
  const [title, setTitle] = useState('');
  const load = useCallback(
    async (part: { offset: number; limit: number }) => {
      const result = await client.request('documents.list', { ...part, ...(title ? { title } : {}) });
      if (!result.ok) return null;
      onRows?.(result.value.documents);
      return { rows: result.value.documents, total: result.value.total };
    },
    [client, title, onRows],
  );
  const { total, rowAt, hasFailed, show, reload } = useLongList<Document>(load);
  useHostEvent('documents.changed', reload);
  return (
    <div className="documentChoice">
      <SearchField
        label="Search documents"
        value={title}
        onChange={setTitle}
        isFirstFocus={choose === 'one'}
      />
      <div className="documentChoice-list">
        {title === '' && children}
        {total === 0 && (
          <p className="documentChoice-empty">
            {title ? `No document is called “${title}”.` : 'The library is empty. Open a file to begin.'}
          </p>
        )}
        {total === null && <LongListWait what="documents" hasFailed={hasFailed} onRetry={reload} />}
        {total !== null && total > 0 && (
          <LongList label="Documents" total={total} rowAt={rowAt} keyOf={idOf} onShow={show}>
            {(document) => (
              <label className="documentChoice-row">
                <input
                  {...(choose === 'one' ? { type: 'radio', name } : { type: 'checkbox' })}
                  checked={isChosen(document)}
                  disabled={(whyFixed?.(document) ?? null) !== null}
                  onChange={() => onToggle(document)}
                />
                <span className="documentChoice-title" dir="auto" title={document.path}>
                  {document.title}
                  {choose === 'one' && <span className="documentChoice-file">{document.fileName}</span>}
                </span>
                <span className="documentChoice-detail">
                  {whyFixed?.(document) ?? formatCount(document.pages, { one: 'page', many: 'pages' })}
                </span>
              </label>
            )}
          </LongList>
        )}
      </div>
    </div>
  );
}

function idOf(document: Document): string {
  return document.id;
}
