import { useEffect, useRef, useState } from 'react';
import type { Collection } from '../../../shared/contract/collections.ts';
import type { CollectionId } from '../../../shared/ids.ts';
import { useHostEvent } from '../../state/host.ts';
import { useQuery } from '../../state/useQuery.ts';
import { navigate } from '../../state/useRoute.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ChatIcon, PencilIcon, PlusIcon, TrashIcon } from '../../ui/icons.tsx';
import { formatCount, formatFolder, formatNumber } from '../../words/formats.ts';
import './CollectionBar.css';
import { NameCollectionDialog, RemoveCollectionDialog } from './CollectionDialogs.tsx';
import { FillCollectionDialog } from './FillCollectionDialog.tsx';

interface CollectionBarProps {
  /** Null: all documents. */
  readonly selectedId: CollectionId | null;
  readonly onSelect: (collectionId: CollectionId | null) => void;
}

const nothing = {};
type OpenDialog = 'none' | 'create' | 'rename' | 'remove' | 'fill';

/** The collections over a list of documents, and what can be done with the chosen one. */
export function CollectionBar({ selectedId, onSelect }: CollectionBarProps) {
  const { state, reload } = useQuery('collections.list', nothing);
  useHostEvent('collections.changed', ({ collectionId, change }) => {
    if (change === 'removed' && collectionId === selectedId) onSelect(null);
    void reload();
  });
  // A folder's collection grows with the library.
  useHostEvent('documents.changed', () => void reload());
  const [dialog, setDialog] = useState<OpenDialog>('none');
  const collections = state.kind === 'ready' ? state.value : null;
  const selected = collections?.find(({ id }) => id === selectedId) ?? null;
  // It may have been deleted while this page was not open.
  const isLookedUp = useRef(false);
  useEffect(() => {
    if (collections === null || isLookedUp.current) return;
    isLookedUp.current = true;
    if (selectedId !== null && selected === null) onSelect(null);
  }, [collections, selectedId, selected, onSelect]);
  if (collections === null) return null;
  const close = () => setDialog('none');
  return (
    <div className="collectionBar">
      <fieldset className="collectionBar-names">
        <legend className="onlyForReaders">Collections</legend>
        {collections.length > 0 && (
          <button
            type="button"
            className="collectionBar-name"
            aria-pressed={selectedId === null}
            onClick={() => onSelect(null)}
          >
            All documents
          </button>
        )}
        {collections.map(({ id, name, documents }) => (
          <button
            key={id}
            type="button"
            className="collectionBar-name"
            aria-pressed={id === selectedId}
            onClick={() => onSelect(id)}
          >
            <span dir="auto">{name}</span>
            <span className="collectionBar-count">{formatNumber(documents)}</span>
          </button>
        ))}
        <button type="button" className="collectionBar-new" onClick={() => setDialog('create')}>
          <PlusIcon />
          New collection
        </button>
      </fieldset>
      {selected && (
        <div className="collectionBar-chosen">
          <p title={selected.folders.join('\n')}>{describe(selected)}</p>
          <Button size="small" icon={<PlusIcon />} onClick={() => setDialog('fill')}>
            Choose documents
          </Button>
          <Button
            size="small"
            icon={<ChatIcon />}
            disabled={selected.documents === 0}
            onClick={() => navigate({ kind: 'newChat', documentId: null, collectionId: selected.id })}
          >
            Ask in it
          </Button>
          <IconButton label="Rename collection" icon={<PencilIcon />} onClick={() => setDialog('rename')} />
          <IconButton label="Delete collection" icon={<TrashIcon />} onClick={() => setDialog('remove')} />
        </div>
      )}
      {dialog === 'create' && (
        <NameCollectionDialog
          collection={null}
          onClose={close}
          onNamed={({ id }) => {
            onSelect(id);
            setDialog('fill');
          }}
        />
      )}
      {dialog === 'rename' && selected && (
        <NameCollectionDialog collection={selected} onClose={close} onNamed={close} />
      )}
      {dialog === 'remove' && selected && <RemoveCollectionDialog collection={selected} onClose={close} />}
      {dialog === 'fill' && selected && <FillCollectionDialog collection={selected} onClose={close} />}
    </div>
  );
}

function describe({ documents, folders }: Collection): string {
  const count = formatCount(documents, { one: 'document', many: 'documents' });
  if (folders.length === 0) return count;
  return `${count}, with everything in ${folders.map(formatFolder).join(', ')}`;
}
