import { useCallback, useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import { listFormatFamilies } from '../../../shared/formats.ts';
import type { CollectionId } from '../../../shared/ids.ts';
import { ImportList } from '../../parts/ImportList.tsx';
import { useClient, useHostEvent } from '../../state/host.ts';
import { useImports } from '../../state/ImportsProvider.tsx';
import { useKeptView } from '../../state/keptViews.tsx';
import { useLongList } from '../../state/useLongList.ts';
import { navigate } from '../../state/useRoute.ts';
import { Button } from '../../ui/Button.tsx';
import { SearchField } from '../../ui/Field.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { DocumentIcon, PlusIcon } from '../../ui/icons.tsx';
import { type ListPlace, LongList, LongListWait } from '../../ui/LongList.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { formatCount } from '../../words/formats.ts';
import { CollectionBar } from './CollectionBar.tsx';
import { DocumentRow } from './DocumentRow.tsx';
import { LibraryLinks } from './LibraryLinks.tsx';
import { AddFolder } from './library/AddFolder.tsx';
import { FailedFiles } from './library/FailedFiles.tsx';
import { FolderList } from './library/FolderList.tsx';
import { ReadingCard } from './library/ReadingCard.tsx';
import { SearchIndexNote } from './library/SearchIndexNote.tsx';
import { useLibrary } from './library/useLibrary.ts';
import './documents.css';
import './summaries.css';
import './library/library.css';

/** The library. */
export function DocumentsPage() {
  const client = useClient();
  const imports = useImports();
  const library = useLibrary();
  const { left, keep } = useKeptView('documents');
  const [title, setTitle] = useState(left.text);
  const [collectionId, setCollectionId] = useState<CollectionId | null>(left.collectionId);
  const search = (text: string) => {
    setTitle(text);
    keep({ text, place: null });
  };
  const select = (id: CollectionId | null) => {
    setCollectionId(id);
    keep({ collectionId: id, place: null });
  };
  const onPlace = useCallback((place: ListPlace) => keep({ place }), [keep]);
  const load = useCallback(
    async (part: { offset: number; limit: number }) => {
      const result = await client.request('documents.list', {
        ...part,
        ...(title ? { title } : {}),
        ...(collectionId ? { scope: { collectionIds: [collectionId] } } : {}),
      });
      return result.ok ? { rows: result.value.documents, total: result.value.total } : null;
    },
    [client, title, collectionId],
  );
  const { total, rowAt, hasFailed, show, reload } = useLongList<Document>(load, left.place?.top ?? 0);
  useHostEvent('documents.changed', reload);
  useHostEvent('collections.changed', reload);
  const openOne = (document: Document | null | undefined) =>
    document && navigate({ kind: 'document', documentId: document.id, tab: 'summary' });
  const add = async (files: readonly File[]) => {
    const added = await imports.addDocuments(files);
    if (files.length === 1) openOne(added[0]);
  };
  const isEmpty = total === 0 && !title && collectionId === null && library.folders.length === 0;
  // Nothing is called so because nothing is read yet.
  const isWaiting = total === 0 && !title && collectionId === null && !isEmpty;
  return (
    <div className="page">
      <PageHeader
        title="Documents"
        detail={
          total !== null && total > 0 && !title && collectionId === null
            ? formatCount(total, { one: 'document', many: 'documents' })
            : undefined
        }
      >
        <AddFolder onFiles={(files) => void add(files)} />
        <FileButton look="primary" isMultiple icon={<PlusIcon />} onFiles={(files) => void add(files)}>
          Add a file
        </FileButton>
      </PageHeader>
      <div className="page-scroll">
        <div className="page-column">
          {total !== null && !isEmpty && <CollectionBar selectedId={collectionId} onSelect={select} />}
          {total !== null && !isEmpty && (
            <SearchField label="Search documents by title" value={title} onChange={search} />
          )}
          <ImportList kind="document" />
          {total !== null && total > 1 && !title && <LibraryLinks />}
          <SearchIndexNote />
          {library.state && <ReadingCard state={library.state} />}
          {library.state && !title && collectionId === null && (
            <FailedFiles count={library.state.files.failed} />
          )}
          {!title && collectionId === null && <FolderList folders={library.folders} />}
          {isEmpty && (
            <div className="dropHint">
              <EmptyState
                icon={<DocumentIcon />}
                title="Drop documents or a folder here"
                text={`It can be ${listFormatFamilies().join(', ')}. You get its key sentences at once, with the pages they come from, and can ask it anything.`}
              >
                <FileButton look="primary" isMultiple onFiles={(files) => void add(files)}>
                  Choose files
                </FileButton>
                <Button onClick={() => void imports.addSample().then(openOne)}>Try the sample</Button>
              </EmptyState>
            </div>
          )}
          {isWaiting && library.state?.activity === 'idle' && (
            <p className="page-none">There is no document in these folders that Sotto can read.</p>
          )}
          {total === 0 && !title && collectionId && (
            <p className="page-none">Nothing in this collection yet. Choose documents, or whole folders.</p>
          )}
          {total === 0 && title && <p className="page-none">No document is called “{title}”.</p>}
          {total === null && <LongListWait what="documents" hasFailed={hasFailed} onRetry={reload} />}
          {total !== null && total > 0 && (
            <LongList
              label="Documents"
              {...{ total, rowAt, onPlace }}
              keyOf={idOf}
              onShow={show}
              start={title === left.text && collectionId === left.collectionId ? left.place : null}
            >
              {(document) => <DocumentRow document={document} />}
            </LongList>
          )}
          {total !== null && total > 0 && !title && (
            <p className="dropHint-line">Drop files anywhere in this window to add them.</p>
          )}
        </div>
      </div>
    </div>
  );
}

function idOf(document: Document): string {
  return document.id;
}
