import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ConversationId, MessageId } from '../../../shared/ids.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { ModelPicker } from '../../parts/ModelPicker.tsx';
import { useClient, useHostEvent } from '../../state/host.ts';
import { useQuery } from '../../state/useQuery.ts';
import { navigate } from '../../state/useRoute.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { PencilIcon, TrashIcon } from '../../ui/icons.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { ShownError } from '../../words/errors.ts';
import { useAnswers } from './AnswersProvider.tsx';
import { isRunning, showMessages } from './answers.ts';
import { ChatFoot } from './ChatFoot.tsx';
import './chat.css';
import { RemoveChatDialog, RenameChatDialog } from './ChatDialogs.tsx';
import { Conversation } from './Conversation.tsx';
import { type ChatScope, describeScope } from './chatScope.ts';

interface ChatPageProps {
  readonly conversationId: ConversationId;
}

export function ChatPage({ conversationId }: ChatPageProps) {
  const client = useClient();
  const { answers, ask, stop, settle, drafts } = useAnswers();
  const { state, reload, replace } = useQuery(
    'chat.open',
    useMemo(() => ({ conversationId }), [conversationId]),
  );
  const [dialog, setDialog] = useState<'none' | 'rename' | 'remove'>('none');
  const [changeError, setChangeError] = useState<ShownError | null>(null);
  const live = answers.get(conversationId);
  const isAnswering = isRunning(live);
  const hasEnded = live?.phase.kind === 'ended';

  useEffect(() => {
    if (hasEnded) void reload().then(() => settle(conversationId));
  }, [hasEnded, reload, settle, conversationId]);
  useHostEvent('chat.changed', (payload) => {
    if (payload.conversationId !== conversationId) return;
    if (payload.change === 'removed') navigate({ kind: 'chats' }, { isReplacing: true });
    else if (!isAnswering) void reload();
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]'))
        stop(conversationId);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [stop, conversationId]);

  const opened = state.kind === 'ready' ? state.value : null;
  const setScope = useCallback(
    async (scope: ChatScope) => {
      if (!opened) return;
      const result = await client.request('chat.setScope', { conversationId, scope });
      if (result.ok) replace({ ...opened, conversation: result.value });
      setChangeError(result.ok ? null : result.error);
    },
    [client, conversationId, opened, replace],
  );
  const showVersion = async (messageId: MessageId) => {
    const result = await client.request('chat.showVersion', { conversationId, messageId });
    if (result.ok) replace(result.value);
    setChangeError(result.ok ? null : result.error);
  };

  if (state.kind === 'failed')
    return (
      <div className="chat-start">
        <div className="chat-footNotice">
          {state.error.code === 'chat.conversationNotFound' ? (
            <FailureNotice error={state.error}>
              <Button size="small" onClick={() => navigate({ kind: 'newChat', documentId: null })}>
                New chat
              </Button>
            </FailureNotice>
          ) : (
            <FailureNotice error={state.error} onRetry={() => void reload()} />
          )}
        </div>
      </div>
    );
  if (!opened) return <p className="chat-start answer-waiting onlyForReaders">Opening the chat…</p>;
  const { conversation } = opened;
  const messages = showMessages(opened.messages, live);
  // It is named by its first question, which the host tells of only once that is answered.
  const title = conversation.title || (messages.find(({ role }) => role === 'user')?.text ?? '');
  return (
    <div className="chat">
      <PageHeader title={title} detail={describeScope(conversation.scope) ?? undefined}>
        <IconButton label="Rename chat" icon={<PencilIcon />} onClick={() => setDialog('rename')} />
        <IconButton label="Delete chat" icon={<TrashIcon />} onClick={() => setDialog('remove')} />
        <ModelPicker />
      </PageHeader>
      <Conversation
        conversationId={conversationId}
        messages={messages}
        live={live}
        onShowVersion={(messageId) => void showVersion(messageId)}
      />
      <ChatFoot
        key={live?.error && live.messages.length === 0 ? 'returned' : 'draft'}
        scope={conversation.scope}
        onScopeChange={setScope}
        draft={drafts.get(conversationId) ?? ''}
        onDraftChange={(text) => drafts.set(conversationId, text)}
        isAnswering={isAnswering}
        error={changeError ?? (live?.messages.length === 0 ? live.error : null)}
        onSend={(text) => ask({ kind: 'send', conversationId, text })}
        onStop={() => stop(conversationId)}
      />
      {dialog === 'rename' && (
        <RenameChatDialog conversation={conversation} onClose={() => setDialog('none')} />
      )}
      {dialog === 'remove' && (
        <RemoveChatDialog
          conversation={conversation}
          onClose={() => setDialog('none')}
          onRemoved={() => navigate({ kind: 'chats' }, { isReplacing: true })}
        />
      )}
    </div>
  );
}
