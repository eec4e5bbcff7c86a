import { useState } from 'react';
import type { Message } from '../../../shared/contract/chat.ts';
import type { MessageId } from '../../../shared/ids.ts';
import { Button } from '../../ui/Button.tsx';
import { Versions } from './Versions.tsx';

interface QuestionProps {
  readonly message: Message;
  readonly isEditing: boolean;
  readonly onEditEnd: () => void;
  readonly onResend: (text: string) => void;
  readonly onShowVersion: (messageId: MessageId) => void;
}

export function Question({ message, isEditing, onEditEnd, onResend, onShowVersion }: QuestionProps) {
  return (
    <article className="question" aria-label="Question">
      {isEditing ? (
        <EditQuestion text={message.text} onCancel={onEditEnd} onResend={onResend} />
      ) : (
        <p className="question-text" dir="auto">
          {message.text}
        </p>
      )}
      <Versions message={message} of="question" onShow={onShowVersion} />
    </article>
  );
}

interface EditQuestionProps {
  readonly text: string;
  readonly onCancel: () => void;
  readonly onResend: (text: string) => void;
}

function EditQuestion({ text, onCancel, onResend }: EditQuestionProps) {
  const [changed, setChanged] = useState(text);
  return (
    <form
      className="question-edit"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed.trim() !== '') onResend(changed.trim());
      }}
    >
      <textarea
        className="textInput"
        aria-label="Changed question"
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit here.
        autoFocus
        rows={3}
        value={changed}
        onChange={(event) => setChanged(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            onCancel();
          }
        }}
      />
      <div className="question-editActions">
        <Button look="plain" onClick={onCancel}>
          Cancel
        </Button>
        <Button look="primary" type="submit" disabled={changed.trim() === ''}>
          Send again
        </Button>
      </div>
    </form>
  );
}
