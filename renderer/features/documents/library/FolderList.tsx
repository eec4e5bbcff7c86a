import { useState } from 'react';
import type { LibraryFolder } from '../../../../shared/contract/library.ts';
import { useClient } from '../../../state/host.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FolderIcon } from '../../../ui/icons.tsx';
import { formatCount } from '../../../words/formats.ts';
import { folderWords } from '../../../words/libraryWords.ts';

/** The folders the library comes from, each with how it is. */
export function FolderList({ folders }: { readonly folders: readonly LibraryFolder[] }) {
  const client = useClient();
  const [removing, setRemoving] = useState<LibraryFolder | null>(null);
  const now = new Date();
  if (folders.length === 0) return null;
  const remove = (documents: 'keep' | 'remove') => {
    if (removing) void client.request('library.removeFolder', { folderId: removing.id, documents });
    setRemoving(null);
  };
  return (
    <section aria-label="Folders">
      <ul className="folderList">
        {folders.map((folder) => (
          <li key={folder.id} className="folderRow" data-state={folder.state}>
            <FolderIcon />
            <div className="folderRow-words">
              <span className="folderRow-name" title={folder.path}>
                {folderName(folder.path)}
              </span>
              <span className="folderRow-detail" role="status">
                {folderWords(folder, now)}
              </span>
              {folder.unreadableFolders.length > 0 && (
                <span className="folderRow-detail">
                  Could not be opened: {folder.unreadableFolders.map(folderName).join(', ')}
                </span>
              )}
            </div>
            {folder.state !== 'removing' && (
              <div className="folderRow-actions">
                <Button
                  size="small"
                  look="plain"
                  onClick={() => void client.request('library.checkFolder', { folderId: folder.id })}
                >
                  Check now<span className="onlyForReaders">: {folderName(folder.path)}</span>
                </Button>
                <Button
                  size="small"
                  look="plain"
                  aria-pressed={folder.isWatched}
                  onClick={() =>
                    void client.request('library.setWatched', {
                      folderId: folder.id,
                      isWatched: !folder.isWatched,
                    })
                  }
                >
                  {folder.isWatched ? 'Stop updating' : 'Keep up to date'}
                  <span className="onlyForReaders">: {folderName(folder.path)}</span>
                </Button>
                <Button size="small" look="plain" onClick={() => setRemoving(folder)}>
                  Remove<span className="onlyForReaders"> {folderName(folder.path)}</span>
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {removing && (
        <Dialog
          title={`Remove “${folderName(removing.path)}”?`}
          onClose={() => setRemoving(null)}
          actions={
            <>
              <Button onClick={() => remove('keep')}>Keep its documents</Button>
              <Button look="danger" onClick={() => remove('remove')}>
                Remove {formatCount(removing.files.done, { one: 'document', many: 'documents' })}
              </Button>
            </>
          }
        >
          <p className="dialog-body">
            Sotto no longer looks into this folder. The files themselves stay where they are. A document that
            is removed takes its text and its summaries with it.
          </p>
        </Dialog>
      )}
    </section>
  );
}

function folderName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
