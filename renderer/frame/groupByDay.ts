import type { Conversation } from '../../shared/contract/chat.ts';
import { isSameDay } from '../words/formats.ts';

/** Today's chats, then the earlier ones; empty groups are left out. */
export function groupByDay(
  conversations: readonly Conversation[],
  now: Date,
): { readonly title: string; readonly rows: readonly Conversation[] }[] {
  const isToday = (conversation: Conversation) => isSameDay(new Date(conversation.updatedAt), now);
  return [
    { title: 'Today', rows: conversations.filter(isToday) },
    { title: 'Earlier', rows: conversations.filter((conversation) => !isToday(conversation)) },
  ].filter((group) => group.rows.length > 0);
}
