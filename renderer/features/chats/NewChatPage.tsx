import { type ReactNode, useState } from 'react';
import type { CollectionId, DocumentId } from '../../../shared/ids.ts';
import { ModelPicker } from '../../parts/ModelPicker.tsx';
import { useClient } from '../../state/host.ts';
import { formatRoute } from '../../state/route.ts';
import { navigate } from '../../state/useRoute.ts';
import { ChatIcon, CodeIcon, DocumentIcon } from '../../ui/icons.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { ShownError } from '../../words/errors.ts';
import { useAnswers } from './AnswersProvider.tsx';
import { ChatFoot } from './ChatFoot.tsx';
import { type ChatScope, describeScope, withCollections, withDocuments } from './chatScope.ts';
import './chat.css';
import './newChat.css';

interface NewChatPageProps {
  readonly documentId: DocumentId | null;
  readonly collectionId: CollectionId | null;
}

/** A chat that is stored with its first message. */
export function NewChatPage({ documentId, collectionId }: NewChatPageProps) {
  const client = useClient();
  const { ask, drafts } = useAnswers();
  const [scope, setScope] = useState<ChatScope>(() =>
    withCollections(withDocuments(null, documentId ? [documentId] : []), collectionId ? [collectionId] : []),
  );
  const [error, setError] = useState<ShownError | null>(null);
  const send = async (text: string) => {
    const created = await client.request('chat.create', { scope });
    if (!created.ok) {
      drafts.set('new', text);
      return setError(created.error);
    }
    drafts.delete('new');
    ask({ kind: 'send', conversationId: created.value.id, text });
    navigate({ kind: 'chat', conversationId: created.value.id }, { isReplacing: true });
  };
  return (
    <div className="chat">
      <PageHeader title="New chat">
        <ModelPicker />
      </PageHeader>
      <div className="chat-scroll">
        <div className="chat-start">
          <div className="chat-startWords">
            {scope === null ? (
              <>
                <h2>What would you like to know?</h2>
                <p>Everything you write or open stays on this device.</p>
                <ul className="chat-ideas">
                  <Idea
                    icon={<DocumentIcon />}
                    title="Summarise a document"
                    text="The whole of it, with the pages it comes from"
                    href={formatRoute({ kind: 'documents' })}
                  />
                  <Idea
                    icon={<ChatIcon />}
                    title="Look through your chats"
                    text="Everything you asked before"
                    href={formatRoute({ kind: 'chats' })}
                  />
                  <Idea
                    icon={<CodeIcon />}
                    title="Get help with code"
                    text="Explain, find bugs, fix, write tests"
                    href={formatRoute({ kind: 'code' })}
                  />
                </ul>
              </>
            ) : (
              <>
                <h2>Ask about your {describeScope(scope) === '1 document' ? 'document' : 'documents'}</h2>
                <p>
                  Answers carry numbered marks. Each opens the page it comes from, with the passage marked.
                </p>
              </>
            )}
          </div>
        </div>
      </div>
      <ChatFoot
        scope={scope}
        onScopeChange={setScope}
        draft={drafts.get('new') ?? ''}
        onDraftChange={(text) => drafts.set('new', text)}
        isAnswering={false}
        error={error}
        onSend={(text) => void send(text)}
        onStop={() => undefined}
      />
    </div>
  );
}

interface IdeaProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly href: string;
}

function Idea({ icon, title, text, href }: IdeaProps) {
  return (
    <li>
      <a className="chat-idea" href={href}>
        {icon}
        <b>{title}</b>
        <span>{text}</span>
      </a>
    </li>
  );
}
