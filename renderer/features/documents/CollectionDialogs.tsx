import type { Collection } from '../../../shared/contract/collections.ts';
import { NameDialog } from '../../parts/NameDialog.tsx';
import { RemoveDialog } from '../../parts/RemoveDialog.tsx';
import { useClient } from '../../state/host.ts';

interface NameCollectionDialogProps {
  /** Null: a new one. */
  readonly collection: Collection | null;
  readonly onClose: () => void;
  readonly onNamed: (collection: Collection) => void;
}

export function NameCollectionDialog({ collection, onClose, onNamed }: NameCollectionDialogProps) {
  const client = useClient();
  return (
    <NameDialog
      title={collection ? 'Rename collection' : 'New collection'}
      label="Name"
      name={collection?.name ?? ''}
      placeholder="For example Contracts"
      maxLength={100}
      saveLabel={collection ? 'Rename' : 'Create'}
      save={(name) =>
        collection
          ? client.request('collections.rename', { collectionId: collection.id, name })
          : client.request('collections.create', { name })
      }
      onSaved={onNamed}
      onClose={onClose}
    >
      {!collection && (
        <p>A collection is a group of documents to search and to ask in. A document may be in several.</p>
      )}
    </NameDialog>
  );
}

interface RemoveCollectionDialogProps {
  readonly collection: Collection;
  readonly onClose: () => void;
}

export function RemoveCollectionDialog({ collection, onClose }: RemoveCollectionDialogProps) {
  const client = useClient();
  return (
    <RemoveDialog
      title="Delete this collection?"
      confirmLabel="Delete"
      remove={() => client.request('collections.remove', { collectionId: collection.id })}
      onClose={onClose}
    >
      <p>“{collection.name}” is deleted. Its documents stay.</p>
    </RemoveDialog>
  );
}
