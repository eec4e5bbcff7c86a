import { useCallback, useEffect, useState } from 'react';
import type { LibraryFile } from '../../../../shared/contract/library.ts';
import { useClient } from '../../../state/host.ts';
import { usePagedList } from '../../../state/usePagedList.ts';
import { Button } from '../../../ui/Button.tsx';
import { WarningIcon } from '../../../ui/icons.tsx';
import { PagedList, PagedListWait } from '../../../ui/PagedList.tsx';
import { errorWords } from '../../../words/errors.ts';
import { formatCount } from '../../../words/formats.ts';

/** The files that could not be read, each with its reason and the next step. @param count how many there are. */
export function FailedFiles({ count }: { readonly count: number }) {
  const client = useClient();
  const [isOpen, setIsOpen] = useState(false);
  if (count === 0) return null;
  return (
    <section className="failedFiles" aria-label="Files that could not be read">
      <div className="failedFiles-head">
        <WarningIcon />
        <span className="failedFiles-count">
          {formatCount(count, { one: 'file', many: 'files' })} could not be read
        </span>
        <Button size="small" look="plain" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'See why'}
        </Button>
        <Button size="small" onClick={() => void client.request('library.retry', {})}>
          Try all again
        </Button>
      </div>
      {isOpen && <FailedList count={count} />}
    </section>
  );
}

function FailedList({ count }: { readonly count: number }) {
  const client = useClient();
  const load = useCallback(
    async (part: { offset: number; limit: number }) => {
      const result = await client.request('library.listFiles', { ...part, states: ['failed'] });
      return result.ok ? { rows: result.value.files, total: result.value.total } : null;
    },
    [client],
  );
  const { page, hasFailed, loadMore, reload } = usePagedList<LibraryFile>(load);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of failures is another list.
  useEffect(reload, [count, reload]);
  if (page === null) return <PagedListWait what="files" hasFailed={hasFailed} onRetry={reload} />;
  return (
    <PagedList label="Failed files" hasMore={page.rows.length < page.total} onMore={loadMore}>
      {page.rows.map((file) => {
        const words = file.error ? errorWords(file.error) : null;
        return (
          <li key={file.id} className="failedFile">
            <div className="failedFile-words">
              <span>{words?.what}</span>
              <span className="failedFile-next">{words?.next}</span>
              <span className="failedFile-path">{file.path}</span>
            </div>
            <Button
              size="small"
              look="plain"
              onClick={() => void client.request('library.retry', { ids: [file.id] })}
            >
              Try again<span className="onlyForReaders">: {file.fileName}</span>
            </Button>
          </li>
        );
      })}
    </PagedList>
  );
}
