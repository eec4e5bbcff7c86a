import type { MessageId } from '../../shared/ids.ts';

export interface BranchMessage {
  readonly id: MessageId;
  readonly parentId: MessageId | null;
}

/** The messages from the first to `leafId`, oldest first. `messages` come in the order they were written. */
export function branchTo<Item extends BranchMessage>(
  messages: readonly Item[],
  leafId: MessageId | null,
): Item[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: Item[] = [];
  let next = leafId === null ? undefined : byId.get(leafId);
  while (next) {
    branch.push(next);
    next = next.parentId === null ? undefined : byId.get(next.parentId);
  }
  return branch.reverse();
}

/** The newest end of the branch that goes through this message. */
export function newestLeaf<Item extends BranchMessage>(
  messages: readonly Item[],
  messageId: MessageId,
): MessageId {
  const child = messages.findLast((message) => message.parentId === messageId);
  return child ? newestLeaf(messages, child.id) : messageId;
}

/** All versions of the same turn, oldest first. */
export function versionsOf<Item extends BranchMessage>(
  messages: readonly Item[],
  message: Item,
): MessageId[] {
  return messages.filter((other) => other.parentId === message.parentId).map((other) => other.id);
}
