import type { Conversation } from '../../../shared/contract/chat.ts';
import { NameDialog } from '../../parts/NameDialog.tsx';
import { RemoveDialog } from '../../parts/RemoveDialog.tsx';
import { useClient } from '../../state/host.ts';
import { useAnswers } from './AnswersProvider.tsx';

interface ChatDialogProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

export function RenameChatDialog({ conversation, onClose }: ChatDialogProps) {
  const client = useClient();
  return (
    <NameDialog
      title="Rename chat"
      label="Title"
      name={conversation.title}
      maxLength={200}
      saveLabel="Rename"
      save={(title) => client.request('chat.rename', { conversationId: conversation.id, title })}
      onSaved={onClose}
      onClose={onClose}
    />
  );
}

export function RemoveChatDialog({
  conversation,
  onClose,
  onRemoved,
}: ChatDialogProps & { readonly onRemoved: () => void }) {
  const client = useClient();
  const { stop } = useAnswers();
  return (
    <RemoveDialog
      title="Delete this chat?"
      confirmLabel="Delete"
      remove={() => {
        stop(conversation.id);
        return client.request('chat.remove', { conversationId: conversation.id });
      }}
      onRemoved={onRemoved}
      onClose={onClose}
    >
      <p>“{conversation.title}” and all of its messages are deleted for good. Its documents stay.</p>
    </RemoveDialog>
  );
}
