import { useCallback, useState } from 'react';
import type { Collection } from '../../../shared/contract/collections.ts';
import type { Document } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { DocumentChoice } from '../../parts/DocumentChoice.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useClient } from '../../state/host.ts';
import { usePagedList } from '../../state/usePagedList.ts';
import { useQuery } from '../../state/useQuery.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { ShownError } from '../../words/errors.ts';
import { formatCount } from '../../words/formats.ts';

interface FillCollectionDialogProps {
  readonly collection: Collection;
  readonly onClose: () => void;
}

const nothing = {};
const maxFolders = 12;

/** Chooses what a collection holds: single documents, and folders with everything in them. */
export function FillCollectionDialog({ collection, onClose }: FillCollectionDialogProps) {
  const client = useClient();
  const collectionId = collection.id;
  const [error, setError] = useState<ShownError | null>(null);
  const { state } = useQuery('search.listFilters', nothing);
  const load = useCallback(
    async (part: { offset: number; limit: number }) => {
      const result = await client.request('documents.list', {
        ...part,
        scope: { collectionIds: [collectionId] },
      });
      return result.ok ? { rows: result.value.documents, total: result.value.total } : null;
    },
    [client, collectionId],
  );
  const members = usePagedList<Document>(load);
  // What was ticked here, over what the host has told so far.
  const [ticked, setTicked] = useState<ReadonlyMap<DocumentId, boolean>>(new Map());
  const memberIds = new Set(members.page?.rows.map(({ id }) => id));
  const isIn = (document: Document) => ticked.get(document.id) ?? memberIds.has(document.id);
  const byFolder = (document: Document) =>
    collection.folders.some((folder) => isWithin(document.path, folder)) && isIn(document);

  const toggle = async (document: Document) => {
    const isAdded = !isIn(document);
    const tick = (isTicked: boolean) => setTicked((before) => new Map([...before, [document.id, isTicked]]));
    // At once; taken back where it could not be done.
    tick(isAdded);
    const change = { collectionId, documentIds: [document.id] };
    const result = isAdded
      ? await client.request('collections.addDocuments', change)
      : await client.request('collections.removeDocuments', change);
    setError(result.ok ? null : result.error);
    if (!result.ok) tick(!isAdded);
  };
  const toggleFolder = async (path: string) => {
    const change = { collectionId, path };
    const result = collection.folders.includes(path)
      ? await client.request('collections.removeFolder', change)
      : await client.request('collections.addFolder', change);
    setError(result.ok ? null : result.error);
    if (result.ok) members.reload();
  };

  const folders = state.kind === 'ready' ? state.value.folders.slice(0, maxFolders) : [];
  return (
    <Dialog
      title={`Documents in “${collection.name}”`}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <DocumentChoice isChosen={isIn} isFixed={byFolder} onToggle={(document) => void toggle(document)}>
        {error && <FailureNotice error={error} />}
        {folders.length > 0 && (
          <fieldset className="documentChoice-folders">
            <legend>Whole folders, with what is added to them later</legend>
            {folders.map(({ path, documents }) => (
              <label key={path} className="documentChoice-row">
                <input
                  type="checkbox"
                  checked={collection.folders.includes(path)}
                  onChange={() => void toggleFolder(path)}
                />
                <span className="documentChoice-title fillCollection-folder">{path}</span>
                <span className="documentChoice-detail">
                  {formatCount(documents, { one: 'document', many: 'documents' })}
                </span>
              </label>
            ))}
          </fieldset>
        )}
      </DocumentChoice>
    </Dialog>
  );
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.length));
}
