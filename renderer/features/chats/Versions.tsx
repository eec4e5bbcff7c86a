import type { Message } from '../../../shared/contract/chat.ts';
import type { MessageId } from '../../../shared/ids.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ChevronLeftIcon, ChevronRightIcon } from '../../ui/icons.tsx';
import './versions.css';

interface VersionsProps {
  readonly message: Message;
  readonly of: 'question' | 'answer';
  readonly onShow: (messageId: MessageId) => void;
}

/** Steps through the versions of one turn. */
export function Versions({ message, of, onShow }: VersionsProps) {
  if (message.versionIds.length < 2) return null;
  const place = message.versionIds.indexOf(message.id);
  const before = message.versionIds[place - 1];
  const after = message.versionIds[place + 1];
  return (
    <span className="versions">
      <IconButton
        label={`Earlier version of the ${of}`}
        icon={<ChevronLeftIcon />}
        disabled={!before}
        onClick={() => before && onShow(before)}
      />
      <span>
        {place + 1} of {message.versionIds.length}
      </span>
      <IconButton
        label={`Later version of the ${of}`}
        icon={<ChevronRightIcon />}
        disabled={!after}
        onClick={() => after && onShow(after)}
      />
    </span>
  );
}
