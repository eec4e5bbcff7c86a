import { useCallback, useState } from 'react';
import type { Conversation } from '../../../shared/contract/chat.ts';
import { useClient, useHostEvent } from '../../state/host.ts';
import { useKeptView } from '../../state/keptViews.tsx';
import { formatRoute } from '../../state/route.ts';
import { useLongList } from '../../state/useLongList.ts';
import { navigate } from '../../state/useRoute.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { SearchField } from '../../ui/Field.tsx';
import { ChatIcon, PencilIcon, PlusIcon, TrashIcon } from '../../ui/icons.tsx';
import { type ListPlace, LongList, LongListWait } from '../../ui/LongList.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { formatCount, formatWhen } from '../../words/formats.ts';
import { useAnswers } from './AnswersProvider.tsx';
import { isRunning } from './answers.ts';
import { RemoveChatDialog, RenameChatDialog } from './ChatDialogs.tsx';
import { describeScope } from './chatScope.ts';
import './ChatsPage.css';

/** All chats, newest first. */
export function ChatsPage() {
  const client = useClient();
  const { answers } = useAnswers();
  const { left, keep } = useKeptView('chats');
  const [title, setTitle] = useState(left.text);
  const search = (text: string) => {
    setTitle(text);
    keep({ text, place: null });
  };
  const onPlace = useCallback((place: ListPlace) => keep({ place }), [keep]);
  const [dialog, setDialog] = useState<{ kind: 'rename' | 'remove'; conversation: Conversation } | null>(
    null,
  );
  const load = useCallback(
    async (part: { offset: number; limit: number }) => {
      const result = await client.request('chat.list', { ...part, ...(title ? { title } : {}) });
      return result.ok ? { rows: result.value.conversations, total: result.value.total } : null;
    },
    [client, title],
  );
  const { total, rowAt, hasFailed, show, reload } = useLongList<Conversation>(load, left.place?.top ?? 0);
  useHostEvent('chat.changed', reload);
  const startNew = () => navigate({ kind: 'newChat', documentId: null });
  const now = new Date();
  return (
    <div className="page">
      <PageHeader
        title="Chats"
        detail={total !== null && total > 0 ? formatCount(total, { one: 'chat', many: 'chats' }) : undefined}
      >
        <Button look="primary" icon={<PlusIcon />} onClick={startNew}>
          New chat
        </Button>
      </PageHeader>
      <div className="page-scroll">
        <div className="page-column">
          {total !== null && (total > 0 || title) && (
            <SearchField label="Search chats by title" value={title} onChange={search} />
          )}
          {total === 0 && !title && (
            <EmptyState
              icon={<ChatIcon />}
              title="No chats yet"
              text="Ask anything. A chat is kept here, on this device, from its first message on."
            >
              <Button look="primary" onClick={startNew}>
                Start a chat
              </Button>
            </EmptyState>
          )}
          {total === 0 && title && <p className="page-none">No chat is called “{title}”.</p>}
          {total === null && <LongListWait what="chats" hasFailed={hasFailed} onRetry={reload} />}
          {total !== null && total > 0 && (
            <LongList
              label="Chats"
              {...{ total, rowAt, onPlace }}
              keyOf={({ id }) => id}
              onShow={show}
              start={title === left.text ? left.place : null}
            >
              {(conversation) => (
                <div className="chatRow">
                  <a href={formatRoute({ kind: 'chat', conversationId: conversation.id })}>
                    <span className="chatRow-title">{conversation.title}</span>
                    <span className="chatRow-detail">
                      {isRunning(answers.get(conversation.id))
                        ? 'Writing…'
                        : formatWhen(conversation.updatedAt, now)}
                      {conversation.scope && ` · ${describeScope(conversation.scope)}`}
                    </span>
                  </a>
                  <IconButton
                    label={`Rename ${conversation.title}`}
                    icon={<PencilIcon />}
                    onClick={() => setDialog({ kind: 'rename', conversation })}
                  />
                  <IconButton
                    label={`Delete ${conversation.title}`}
                    icon={<TrashIcon />}
                    onClick={() => setDialog({ kind: 'remove', conversation })}
                  />
                </div>
              )}
            </LongList>
          )}
        </div>
      </div>
      {dialog?.kind === 'rename' && (
        <RenameChatDialog conversation={dialog.conversation} onClose={() => setDialog(null)} />
      )}
      {dialog?.kind === 'remove' && (
        <RemoveChatDialog
          conversation={dialog.conversation}
          onClose={() => setDialog(null)}
          onRemoved={reload}
        />
      )}
    </div>
  );
}
