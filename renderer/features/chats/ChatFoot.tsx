import { useCallback, useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { AddModelButton } from '../../parts/AddModelButton.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { ImportList } from '../../parts/ImportList.tsx';
import { useDroppedDocuments } from '../../state/dropTarget.ts';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { useImports } from '../../state/ImportsProvider.tsx';
import { Button } from '../../ui/Button.tsx';
import { AttachIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { ShownError } from '../../words/errors.ts';
import { AttachDialog } from './AttachDialog.tsx';
import { AttachedCollections } from './AttachedCollections.tsx';
import { AttachedDocuments } from './AttachedDocuments.tsx';
import { Composer } from './Composer.tsx';
import {
  type ChatScope,
  describeScope,
  documentIdsOf,
  isAboutEverything,
  withDocuments,
} from './chatScope.ts';
import { useDocumentTitles } from './useDocumentTitles.ts';

interface ChatFootProps {
  readonly scope: ChatScope;
  readonly onScopeChange: (scope: ChatScope) => void;
  readonly draft: string;
  readonly onDraftChange: (text: string) => void;
  readonly isAnswering: boolean;
  readonly error: ShownError | null;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

/** Where one writes, with the documents a chat is about and what stands in the way. */
export function ChatFoot({
  scope,
  onScopeChange,
  draft,
  onDraftChange,
  isAnswering,
  error,
  onSend,
  onStop,
}: ChatFootProps) {
  const facts = useFacts();
  const imports = useImports();
  // What failed before this chat was opened is told where it was added.
  const [imported] = useState(() => Math.max(0, ...imports.list.map((one) => one.id)));
  const [isAttaching, setIsAttaching] = useState(false);
  const documentIds = documentIdsOf(scope);
  const documents = useDocumentTitles(documentIds);
  const setDocuments = useCallback(
    (ids: readonly DocumentId[]) => onScopeChange(withDocuments(scope, ids)),
    [scope, onScopeChange],
  );
  useDroppedDocuments(
    useCallback(
      (dropped: readonly Document[]) =>
        setDocuments([...new Set([...documentIds, ...dropped.map((one) => one.id)])]),
      [documentIds, setDocuments],
    ),
  );
  const hasModel = currentModel(facts) !== null;
  const [first] = documents;
  return (
    <div className="chat-foot">
      {error && (
        <div className="chat-footNotice">
          <FailureNotice error={error}>
            {error.code === 'models.noneInstalled' && <AddModelButton />}
          </FailureNotice>
        </div>
      )}
      {!hasModel && (
        <div className="chat-footNotice">
          {scope === null ? (
            <Notice
              what="A model writes the answers, and none is installed yet."
              next="Add a model file (.gguf), or attach a document to search its passages without one."
            >
              <AddModelButton look="primary" />
            </Notice>
          ) : (
            <Notice
              what="Without a model you get the passages that fit your question best."
              next="Add a model file (.gguf) for a written answer."
            >
              <AddModelButton />
            </Notice>
          )}
        </div>
      )}
      <div className="chat-footNotice chat-footImports">
        <ImportList kind="model" after={imported} />
        {!isAttaching && <ImportList kind="document" after={imported} />}
      </div>
      <Composer
        placeholder={placeholder(scope, first?.title)}
        initialText={draft}
        onTextChange={onDraftChange}
        onSend={onSend}
        onStop={onStop}
        isAnswering={isAnswering}
        blockedBecause={hasModel || scope !== null ? null : 'Add a model, or attach a document'}
        attached={
          <>
            <AttachedCollections scope={scope} onChange={onScopeChange} />
            <AttachedDocuments
              documents={documents}
              onDetach={(id) => setDocuments(documentIds.filter((one) => one !== id))}
            />
          </>
        }
        attach={
          <Button look="plain" icon={<AttachIcon />} onClick={() => setIsAttaching(true)}>
            Attach
          </Button>
        }
      />
      {isAttaching && (
        <AttachDialog scope={scope} onChange={onScopeChange} onClose={() => setIsAttaching(false)} />
      )}
    </div>
  );
}

function placeholder(scope: ChatScope, firstTitle: string | undefined): string {
  const about = describeScope(scope);
  if (about === null) return 'Write a message…';
  if (about === '1 document' && firstTitle !== undefined) return `Ask about ${firstTitle}…`;
  if (about === '1 collection') return 'Ask in this collection…';
  return isAboutEverything(scope) ? 'Ask in all documents…' : `Ask in ${about}…`;
}
