import { useCallback, useState } from 'react';
import type { Collection } from '../../../shared/contract/collections.ts';
import type { Document } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { DocumentChoice } from '../../parts/DocumentChoice.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useClient } from '../../state/host.ts';
import { useQuery } from '../../state/useQuery.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { ShownError } from '../../words/errors.ts';
import { formatCount, formatFolder } from '../../words/formats.ts';

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
  // Of the documents that were looked at: whether they are in it, as the host told or as it was ticked here since.
  const [members, setMembers] = useState<ReadonlyMap<DocumentId, boolean>>(new Map());
  const askFor = useCallback(
    async (documentIds: readonly DocumentId[]) => {
      if (documentIds.length === 0) return;
      const picked = await client.request('collections.pickMembers', {
        collectionId,
        documentIds: [...documentIds],
      });
      if (!picked.ok) return setError(picked.error);
      const memberIds = new Set(picked.value);
      setMembers(
        (before) => new Map([...before, ...documentIds.map((id) => [id, memberIds.has(id)] as const)]),
      );
    },
    [client, collectionId],
  );
  const onRows = useCallback(
    (documents: readonly Document[]) => void askFor(documents.map(({ id }) => id)),
    [askFor],
  );
  const isIn = (document: Document) => members.get(document.id) ?? false;
  const byFolder = (document: Document) =>
    collection.folders.some((folder) => isWithin(document.path, folder)) && isIn(document);

  const toggle = async (document: Document) => {
    const isAdded = !isIn(document);
    const tick = (isTicked: boolean) => setMembers((before) => new Map([...before, [document.id, isTicked]]));
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
    if (result.ok) await askFor([...members.keys()]);
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
      <DocumentChoice
        isChosen={isIn}
        whyFixed={(document) => (byFolder(document) ? 'by its folder' : null)}
        onToggle={(document) => void toggle(document)}
        onRows={onRows}
      >
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
                <span className="documentChoice-title" dir="auto" title={path}>
                  {formatFolder(path)}
                </span>
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
