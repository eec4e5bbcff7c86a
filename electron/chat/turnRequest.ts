import type { AnswerWay } from '../../shared/contract/chat.ts';
import type { Reading } from '../../shared/contract/listings.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { StoredMessage } from './conversationStore.ts';

/** What a turn of a conversation begins with. */
export type TurnRequest =
  | { readonly kind: 'send'; readonly text: string; readonly reading?: Reading | undefined }
  | {
      readonly kind: 'regenerate';
      readonly messageId: MessageId;
      readonly way?: AnswerWay;
      readonly reading?: Reading | undefined;
    }
  /** Goes on with an answer that reads everything. */
  | { readonly kind: 'resume'; readonly messageId: MessageId }
  | { readonly kind: 'edit'; readonly messageId: MessageId; readonly text: string };

/** What goes on was read for before, whatever the question's words say. */
export function readingFor(request: TurnRequest, message: StoredMessage): Reading {
  if (request.kind === 'resume' && message.details.listingId !== null) return { kind: 'everything' };
  const isOtherWay = request.kind === 'regenerate' && (request.way ?? 'usual') !== 'usual';
  if (isOtherWay) return { kind: 'bestPassages' };
  const asked = request.kind === 'regenerate' || request.kind === 'send' ? request.reading : undefined;
  return asked ?? { kind: 'automatic' };
}

export function wayFor(request: TurnRequest): AnswerWay {
  return (request.kind === 'regenerate' ? request.way : undefined) ?? 'usual';
}
