import { useRef, useState } from 'react';
import { FailureNotice } from '../../../parts/FailureNotice.tsx';
import { documentsOf } from '../../../state/documentsOf.ts';
import { useClient, useHost } from '../../../state/host.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FolderIcon } from '../../../ui/icons.tsx';
import type { ShownError } from '../../../words/errors.ts';

interface AddFolderProps {
  /** Of a browser window: copies of the folder's documents. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** Adds a whole folder: kept up to date in the desktop app, copied once in a browser window. */
export function AddFolder({ onFiles }: AddFolderProps) {
  const client = useClient();
  const { chooseFolder } = useHost();
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const add = async () => {
    if (!chooseFolder) return setIsAsking(true);
    const chosen = await chooseFolder();
    if (!chosen) return;
    const added = await client.request('library.addFolder', { fileId: chosen.fileId, isWatched: true });
    if (!added.ok) setError(added.error);
  };
  return (
    <>
      <Button icon={<FolderIcon />} onClick={() => void add()}>
        Add a folder
      </Button>
      {error && (
        <Dialog title="The folder was not added" onClose={() => setError(null)}>
          <div className="dialog-body">
            <FailureNotice error={error} />
          </div>
        </Dialog>
      )}
      {isAsking && (
        <Dialog
          title="Add a folder"
          onClose={() => setIsAsking(false)}
          actions={
            <Button look="primary" onClick={() => input.current?.click()}>
              Choose a folder to copy
            </Button>
          }
        >
          <div className="dialog-body">
            <p>
              A browser window may not look into your folders. It can copy the documents of one folder into
              Sotto, once.
            </p>
            <p>
              To have Sotto keep up with a folder, start it with <code>sotto serve --watch FOLDER</code>, or
              use the desktop app.
            </p>
          </div>
          <input
            ref={(element) => {
              input.current = element;
              element?.setAttribute('webkitdirectory', '');
            }}
            type="file"
            hidden
            aria-hidden="true"
            tabIndex={-1}
            onChange={(event) => {
              const files = documentsOf([...(event.target.files ?? [])]);
              setIsAsking(false);
              if (files.length > 0) onFiles(files);
            }}
          />
        </Dialog>
      )}
    </>
  );
}
