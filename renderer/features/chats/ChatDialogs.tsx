import { useState } from 'react';
import type { Conversation } from '../../../shared/contract/chat.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useClient } from '../../state/host.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { ShownError } from '../../words/errors.ts';
import { useAnswers } from './AnswersProvider.tsx';

interface ChatDialogProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

export function RenameChatDialog({ conversation, onClose }: ChatDialogProps) {
  const client = useClient();
  const [title, setTitle] = useState(conversation.title);
  const [error, setError] = useState<ShownError | null>(null);
  const rename = async () => {
    const result = await client.request('chat.rename', {
      conversationId: conversation.id,
      title: title.trim(),
    });
    if (result.ok) onClose();
    else setError(result.error);
  };
  return (
    <Dialog title="Rename chat" onClose={onClose}>
      <form
        className="dialog-body chatDialog"
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <input
          className="textInput"
          aria-label="Title"
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          onFocus={(event) => event.target.select()}
          autoFocus
        />
        {error && <FailureNotice error={error} />}
        <div className="chatDialog-actions">
          <Button look="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" disabled={title.trim() === ''}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function RemoveChatDialog({
  conversation,
  onClose,
  onRemoved,
}: ChatDialogProps & { readonly onRemoved: () => void }) {
  const client = useClient();
  const { stop } = useAnswers();
  const [error, setError] = useState<ShownError | null>(null);
  const remove = async () => {
    stop(conversation.id);
    const result = await client.request('chat.remove', { conversationId: conversation.id });
    if (!result.ok) return setError(result.error);
    onClose();
    onRemoved();
  };
  return (
    <Dialog
      title="Delete this chat?"
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
        <p>“{conversation.title}” and all of its messages are deleted for good. Its documents stay.</p>
        {error && <FailureNotice error={error} />}
      </div>
    </Dialog>
  );
}
