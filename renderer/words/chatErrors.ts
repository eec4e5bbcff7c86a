import type { ChatError } from '../../shared/contract/chat.ts';
import { formatNumber } from './formats.ts';
import { modelErrorWords } from './modelErrors.ts';
import type { Words } from './words.ts';

/** Says what went wrong with a chat or an answer. */
export function chatErrorWords(error: ChatError): Words {
  switch (error.code) {
    case 'chat.conversationNotFound':
      return { what: 'This chat no longer exists.', next: 'Choose another one, or start a new chat.' };
    case 'chat.messageNotFound':
      return { what: 'This message no longer exists.', next: 'Open the chat again and send it anew.' };
    case 'chat.messageTooLong':
      return {
        what: `The message needs ${formatNumber(error.messageTokens)} tokens; the context holds ${formatNumber(error.contextTokens)}.`,
        next: 'Shorten it, add the text as a document, or raise the context in Settings.',
      };
    case 'chat.busy':
      return {
        what: 'An answer is still being written in this chat.',
        next: 'Wait for it or stop it, then send again.',
      };
    default:
      return modelErrorWords(error);
  }
}
