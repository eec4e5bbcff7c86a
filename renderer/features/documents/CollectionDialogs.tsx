import { useState } from 'react';
import type { Collection } from '../../../shared/contract/collections.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useClient } from '../../state/host.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { ShownError } from '../../words/errors.ts';

interface NameCollectionDialogProps {
  /** Null: a new one. */
  readonly collection: Collection | null;
  readonly onClose: () => void;
  readonly onNamed: (collection: Collection) => void;
}

export function NameCollectionDialog({ collection, onClose, onNamed }: NameCollectionDialogProps) {
  const client = useClient();
  const [name, setName] = useState(collection?.name ?? '');
  const [error, setError] = useState<ShownError | null>(null);
  const save = async () => {
    const wanted = { name: name.trim() };
    const result = collection
      ? await client.request('collections.rename', { collectionId: collection.id, ...wanted })
      : await client.request('collections.create', wanted);
    if (result.ok) onNamed(result.value);
    else setError(result.error);
  };
  return (
    <Dialog title={collection ? 'Rename collection' : 'New collection'} onClose={onClose}>
      <form
        className="dialog-body nameCollection"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <input
          className="textInput"
          aria-label="Name"
          placeholder="For example Contracts"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onFocus={(event) => event.target.select()}
          autoFocus
        />
        {!collection && (
          <p>A collection is a group of documents to search and to ask in. A document may be in several.</p>
        )}
        {error && <FailureNotice error={error} />}
        <div className="nameCollection-actions">
          <Button look="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" disabled={name.trim() === ''}>
            {collection ? 'Rename' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface RemoveCollectionDialogProps {
  readonly collection: Collection;
  readonly onClose: () => void;
}

export function RemoveCollectionDialog({ collection, onClose }: RemoveCollectionDialogProps) {
  const client = useClient();
  const [error, setError] = useState<ShownError | null>(null);
  const remove = async () => {
    const result = await client.request('collections.remove', { collectionId: collection.id });
    if (result.ok) onClose();
    else setError(result.error);
  };
  return (
    <Dialog
      title="Delete this collection?"
      onClose={onClose}
      actions={
        <>
          <Button look="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" onClick={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      <div className="dialog-body">
        <p>“{collection.name}” is deleted. Its documents stay.</p>
        {error && <FailureNotice error={error} />}
      </div>
    </Dialog>
  );
}
