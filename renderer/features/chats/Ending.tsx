import type { Message } from '../../../shared/contract/chat.ts';
import { AddModelButton } from '../../parts/AddModelButton.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface EndingProps {
  readonly message: Message;
  readonly canAsk: boolean;
  readonly onAgain: () => void;
}

/** Why an answer ended, where that is not simply that it was done. */
export function Ending({ message, canAsk, onAgain }: EndingProps) {
  const retry = canAsk ? onAgain : undefined;
  switch (message.state) {
    case 'failed':
      if (message.error)
        return (
          <FailureNotice error={message.error} onRetry={retry}>
            {message.error.code === 'models.noneInstalled' && <AddModelButton />}
          </FailureNotice>
        );
      return (
        <Notice
          what="The answer broke off. What was written is kept."
          next="Ask again when Sotto is back."
          tone="failed"
        >
          {retry && (
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          )}
        </Notice>
      );
    case 'interrupted':
      return (
        <Notice
          what="Sotto was closed while this was written."
          next="What was there is kept. Ask again for a whole answer."
        >
          {retry && (
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          )}
        </Notice>
      );
    case 'stopped':
      return <p className="answer-ending">Stopped. What was written is kept.</p>;
    default:
      if (message.stopReason === 'contextFull')
        return (
          <p className="answer-ending">
            The context is full, so the answer ends here. Start a new chat, or raise the context in Settings.
          </p>
        );
      if (message.stopReason === 'maxTokens')
        return <p className="answer-ending">The answer reached its longest length and ends here.</p>;
      return null;
  }
}
