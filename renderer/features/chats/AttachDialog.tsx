import type { DocumentId } from '../../../shared/ids.ts';
import { DocumentChoice } from '../../parts/DocumentChoice.tsx';
import { ImportList } from '../../parts/ImportList.tsx';
import { useImports } from '../../state/ImportsProvider.tsx';
import { useQuery } from '../../state/useQuery.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { formatCount } from '../../words/formats.ts';
import {
  type ChatScope,
  collectionIdsOf,
  documentIdsOf,
  isAboutEverything,
  withCollections,
  withDocuments,
} from './chatScope.ts';

interface AttachDialogProps {
  readonly scope: ChatScope;
  readonly onChange: (scope: ChatScope) => void;
  readonly onClose: () => void;
}

const nothing = {};

/** Chooses what a chat is about: documents, collections, or everything. */
export function AttachDialog({ scope, onChange, onClose }: AttachDialogProps) {
  const imports = useImports();
  const { state } = useQuery('collections.list', nothing);
  const collections = state.kind === 'ready' ? state.value : [];
  const attached = documentIdsOf(scope);
  const chosen = collectionIdsOf(scope);
  const attach = (ids: readonly DocumentId[]) => onChange(withDocuments(scope, ids));
  return (
    <Dialog
      title="Ask in"
      onClose={onClose}
      actions={
        <>
          <FileButton
            isMultiple
            onFiles={(files) =>
              void imports.addDocuments(files).then((documents) => {
                const added = documents.map((one) => one.id).filter((id) => !attached.includes(id));
                if (added.length > 0) attach([...attached, ...added]);
              })
            }
          >
            Open a file
          </FileButton>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <DocumentChoice
        isChosen={({ id }) => attached.includes(id)}
        onToggle={({ id }) =>
          attach(attached.includes(id) ? attached.filter((one) => one !== id) : [...attached, id])
        }
      >
        <ImportList kind="document" />
        <fieldset className="documentChoice-folders">
          <legend className="onlyForReaders">All documents and collections</legend>
          <label className="documentChoice-row">
            <input
              type="checkbox"
              checked={isAboutEverything(scope)}
              onChange={() => onChange(isAboutEverything(scope) ? null : {})}
            />
            <span className="documentChoice-title">All documents</span>
          </label>
          {collections.map(({ id, name, documents }) => (
            <label key={id} className="documentChoice-row">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={() =>
                  onChange(
                    withCollections(
                      scope,
                      chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id],
                    ),
                  )
                }
              />
              <span className="documentChoice-title" dir="auto">
                {name}
              </span>
              <span className="documentChoice-detail">
                {formatCount(documents, { one: 'document', many: 'documents' })}
              </span>
            </label>
          ))}
        </fieldset>
      </DocumentChoice>
    </Dialog>
  );
}
