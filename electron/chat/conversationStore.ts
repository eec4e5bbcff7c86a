import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { sentenceCheckSchema } from '../../shared/contract/answerChecks.ts';
import {
  type Conversation,
  chatErrorSchema,
  groundedPassageSchema,
  groundingSchema,
  type Message,
  messageSchema,
  thoughtsSchema,
} from '../../shared/contract/chat.ts';
import { type SearchScope, searchScopeSchema } from '../../shared/contract/searchScope.ts';
import {
  type ConversationId,
  conversationIdSchema,
  listingIdSchema,
  type MessageId,
  messageIdSchema,
} from '../../shared/ids.ts';
import type { Database } from '../storage/database.ts';

/**
 * What an answer was grounded in, without the text: that stays with its document, so that deleting a document
 * deletes its words everywhere.
 */
const storedGroundingSchema = groundingSchema.extend({
  // Absent in rows of versions that did not keep them, as below.
  query: groundingSchema.shape.query.default(null),
  passages: z.array(
    groundedPassageSchema.omit({ text: true }).extend({ matchedWords: z.array(z.string()).default([]) }),
  ),
});

const detailsSchema = z.object({
  grounding: storedGroundingSchema.nullable(),
  citationNumbers: z.array(z.int()),
  modelName: z.string().nullable(),
  stopReason: messageSchema.shape.stopReason,
  statistics: messageSchema.shape.statistics,
  leftOutMessages: z.int(),
  error: chatErrorSchema.nullable(),
  /** Absent in rows of versions that did not keep them. */
  thoughts: thoughtsSchema.nullable().default(null),
  checks: z.array(sentenceCheckSchema).nullable().default(null),
  notFoundBy: messageSchema.shape.notFoundBy.default(null),
  way: messageSchema.shape.way.default('usual'),
  listingId: listingIdSchema.nullable().default(null),
});
export type MessageDetails = z.infer<typeof detailsSchema>;

export interface StoredMessage
  extends Pick<Message, 'id' | 'conversationId' | 'parentId' | 'role' | 'text' | 'state' | 'createdAt'> {
  readonly details: MessageDetails;
}

export interface StoredConversation extends Conversation {
  readonly activeMessageId: MessageId | null;
  readonly isTitleChosen: boolean;
}

const messageRowSchema = z
  .object({
    id: messageIdSchema,
    conversation_id: conversationIdSchema,
    parent_id: messageIdSchema.nullable(),
    role: messageSchema.shape.role,
    text: z.string(),
    state: messageSchema.shape.state,
    details: z.string(),
    created_at: z.string(),
  })
  .transform(
    (row): StoredMessage => ({
      id: row.id,
      conversationId: row.conversation_id,
      parentId: row.parent_id,
      role: row.role,
      text: row.text,
      state: row.state,
      details: detailsSchema.parse(JSON.parse(row.details)),
      createdAt: row.created_at,
    }),
  );

const conversationRowSchema = z
  .object({
    id: conversationIdSchema,
    title: z.string(),
    is_title_chosen: z.int(),
    scope: z.string().nullable(),
    active_message_id: messageIdSchema.nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .transform(
    (row): StoredConversation => ({
      id: row.id,
      title: row.title,
      isTitleChosen: row.is_title_chosen === 1,
      scope: row.scope === null ? null : searchScopeSchema.parse(JSON.parse(row.scope)),
      activeMessageId: row.active_message_id,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }),
  );

export interface ConversationStore {
  list(input: { offset: number; limit: number; title?: string | undefined }): {
    conversations: StoredConversation[];
    total: number;
  };
  create(scope: SearchScope | null): StoredConversation;
  get(conversationId: ConversationId): StoredConversation | null;
  update(
    conversationId: ConversationId,
    change: Partial<Pick<StoredConversation, 'title' | 'isTitleChosen' | 'scope' | 'activeMessageId'>>,
  ): void;
  remove(conversationId: ConversationId): boolean;
  getMessage(messageId: MessageId): StoredMessage | null;
  /** All branches, in the order they were written. */
  listMessages(conversationId: ConversationId): StoredMessage[];
  /** Adds a message and makes it the active end of its conversation. */
  addMessage(message: Omit<StoredMessage, 'id' | 'createdAt'>): StoredMessage;
  updateMessage(
    messageId: MessageId,
    change: { readonly text: string; readonly state?: Message['state']; readonly details?: MessageDetails },
  ): void;
  markInterrupted(): void;
}

export function createConversationStore(database: Database): ConversationStore {
  const get = (conversationId: ConversationId) => {
    const row = database.prepare('select * from conversations where id = ?').get(conversationId);
    return row === undefined ? null : conversationRowSchema.parse(row);
  };
  const update: ConversationStore['update'] = (conversationId, change) => {
    const now = get(conversationId);
    if (!now) return;
    const next = { ...now, ...change };
    database
      .prepare(
        `update conversations set title = ?, is_title_chosen = ?, scope = ?, active_message_id = ?, updated_at = ?
         where id = ?`,
      )
      .run(
        next.title,
        next.isTitleChosen ? 1 : 0,
        toColumn(next.scope),
        next.activeMessageId,
        new Date().toISOString(),
        conversationId,
      );
  };

  return {
    list({ offset, limit, title = '' }) {
      const pattern = `%${title.replace(/[\\%_]/g, '\\$&')}%`;
      const where = "where title like ? escape '\\'";
      const rows = database
        .prepare(`select * from conversations ${where} order by updated_at desc, rowid desc limit ? offset ?`)
        .all(pattern, limit, offset);
      const total = database.prepare(`select count(*) from conversations ${where}`).pluck().get(pattern);
      return { conversations: rows.map((row) => conversationRowSchema.parse(row)), total: Number(total) };
    },
    create(scope) {
      const now = new Date().toISOString();
      const conversation: StoredConversation = {
        id: conversationIdSchema.parse(randomUUID()),
        title: '',
        isTitleChosen: false,
        scope,
        activeMessageId: null,
        createdAt: now,
        updatedAt: now,
      };
      database
        .prepare(
          'insert into conversations (id, title, scope, created_at, updated_at) values (?, ?, ?, ?, ?)',
        )
        .run(conversation.id, '', toColumn(scope), now, now);
      return conversation;
    },
    get,
    update,
    remove: (conversationId) =>
      database.prepare('delete from conversations where id = ?').run(conversationId).changes > 0,
    getMessage(messageId) {
      const row = database.prepare('select * from messages where id = ?').get(messageId);
      return row === undefined ? null : messageRowSchema.parse(row);
    },
    listMessages: (conversationId) =>
      database
        .prepare('select * from messages where conversation_id = ? order by rowid')
        .all(conversationId)
        .map((row) => messageRowSchema.parse(row)),
    addMessage: database.transaction((message: Omit<StoredMessage, 'id' | 'createdAt'>) => {
      const added: StoredMessage = {
        ...message,
        id: messageIdSchema.parse(randomUUID()),
        createdAt: new Date().toISOString(),
      };
      database
        .prepare(
          `insert into messages (id, conversation_id, parent_id, role, text, state, details, created_at)
           values (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          added.id,
          added.conversationId,
          added.parentId,
          added.role,
          added.text,
          added.state,
          JSON.stringify(detailsSchema.parse(added.details)),
          added.createdAt,
        );
      update(added.conversationId, { activeMessageId: added.id });
      return added;
    }),
    updateMessage(messageId, { text, state, details }) {
      database
        .prepare(
          'update messages set text = ?, state = coalesce(?, state), details = coalesce(?, details) where id = ?',
        )
        .run(text, state ?? null, details ? JSON.stringify(detailsSchema.parse(details)) : null, messageId);
    },
    markInterrupted: () =>
      void database.prepare("update messages set state = 'interrupted' where state = 'writing'").run(),
  };
}

const toColumn = (scope: SearchScope | null) => (scope === null ? null : JSON.stringify(scope));

export const emptyDetails: MessageDetails = {
  grounding: null,
  citationNumbers: [],
  modelName: null,
  stopReason: null,
  statistics: null,
  leftOutMessages: 0,
  error: null,
  thoughts: null,
  checks: null,
  notFoundBy: null,
  way: 'usual',
  listingId: null,
};
