import { useCallback, useEffect, useId, useState } from 'react';
import type { FailureCount, FileErrorCode, LibraryFile } from '../../../../shared/contract/library.ts';
import { useClient } from '../../../state/host.ts';
import { useLongList } from '../../../state/useLongList.ts';
import { Button } from '../../../ui/Button.tsx';
import { LongList, LongListWait } from '../../../ui/LongList.tsx';
import { failureWords, ownReason } from '../../../words/failureWords.ts';
import { formatCount } from '../../../words/formats.ts';

interface FailureGroupProps extends FailureCount {
  /** There is no other reason, so its files are shown at once. */
  readonly isAlone: boolean;
}

/** The files that could not be read for one reason. */
export function FailureGroup({ errorCode, files, isAlone }: FailureGroupProps) {
  const client = useClient();
  const [isOpen, setIsOpen] = useState(isAlone);
  const id = useId();
  const words = failureWords(errorCode);
  return (
    <li className="failureGroup">
      <div className="failureGroup-head">
        <div className="failureGroup-words">
          <span className="failureGroup-what">
            {words.what}
            <span className="failureGroup-count">{formatCount(files, { one: 'file', many: 'files' })}</span>
          </span>
          <span className="failureGroup-next">{words.next}</span>
        </div>
        <Button
          size="small"
          look="plain"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Hide files' : 'Show files'}
          <span className="onlyForReaders">: {words.what}</span>
        </Button>
        {!isAlone && (
          <Button
            size="small"
            look="plain"
            onClick={() => void client.request('library.retry', { errorCode })}
          >
            Try again<span className="onlyForReaders">: {words.what}</span>
          </Button>
        )}
      </div>
      {isOpen && <GroupFiles id={id} errorCode={errorCode} files={files} />}
    </li>
  );
}

interface GroupFilesProps extends FailureCount {
  readonly id: string;
}

function GroupFiles({ id, errorCode, files }: GroupFilesProps) {
  const client = useClient();
  const { total, rowAt, hasFailed, show, reload } = useLongList<LibraryFile>(useFailed(errorCode));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of failures is another list.
  useEffect(reload, [files, reload]);
  if (total === null) return <LongListWait what="files" hasFailed={hasFailed} onRetry={reload} />;
  return (
    <div id={id} className="failureGroup-files">
      <LongList
        label={`Files: ${failureWords(errorCode).what}`}
        total={total}
        rowAt={rowAt}
        keyOf={(file) => String(file.id)}
        onShow={show}
      >
        {(file) => (
          <div className="failedFile" title={file.path}>
            <div className="failedFile-words">
              <span>{file.fileName}</span>
              <span className="failedFile-detail">{detailOf(file)}</span>
            </div>
            <Button
              size="small"
              look="plain"
              onClick={() => void client.request('library.retry', { ids: [file.id] })}
            >
              Try again<span className="onlyForReaders">: {file.fileName}</span>
            </Button>
          </div>
        )}
      </LongList>
    </div>
  );
}

function useFailed(errorCode: FileErrorCode) {
  const client = useClient();
  return useCallback(
    async (part: { offset: number; limit: number }) => {
      const result = await client.request('library.listFiles', { ...part, states: ['failed'], errorCode });
      return result.ok ? { rows: result.value.files, total: result.value.total } : null;
    },
    [client, errorCode],
  );
}

/** Its own reason, where it has one, and its folder. */
function detailOf({ path, fileName, error }: LibraryFile): string {
  const folder = path.slice(0, path.length - fileName.length).replace(/[\\/]$/, '');
  return [error && ownReason(error), folder].filter(Boolean).join(' · ');
}
