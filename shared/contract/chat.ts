import { z } from 'zod';
import { conversationIdSchema, messageIdSchema } from '../ids.ts';
import { answerChecksSchema } from './answerChecks.ts';
import { event, noError, nothing, request, stream } from './define.ts';
import { passageSchema } from './documents.ts';
import { listingSchema, readingSchema } from './listings.ts';
import { modelUseErrorSchema, statisticsSchema, stopReasonSchema } from './models.ts';
import { searchScopeSchema } from './searchScope.ts';

export const chatErrorSchema = z.discriminatedUnion('code', [
  ...modelUseErrorSchema.options,
  z.object({ code: z.literal('chat.conversationNotFound') }),
  z.object({ code: z.literal('chat.messageNotFound') }),
  /** Even the newest message alone does not fit. */
  z.object({ code: z.literal('chat.messageTooLong'), messageTokens: z.int(), contextTokens: z.int() }),
  z.object({ code: z.literal('chat.busy') }),
]);
export type ChatError = z.infer<typeof chatErrorSchema>;

export const groundedPassageSchema = passageSchema.extend({
  /** The words of the query that the passage has; empty where all was given, or its meaning was what fitted. */
  matchedWords: z.array(z.string()),
});
export type GroundedPassage = z.infer<typeof groundedPassageSchema>;

/** How the documents reached the model: all of their text, the best passages, or (no model) passages only. */
export const groundingSchema = z.object({
  mode: z.enum(['wholeDocument', 'passages', 'passagesOnly']),
  /** What was looked for: the question, or what a follow-up means; null where everything was given. */
  query: z.string().nullable(),
  /** What the model was given, numbered from 1 in this order. */
  passages: z.array(groundedPassageSchema),
});
export type Grounding = z.infer<typeof groundingSchema>;

export const citationSchema = z.object({ n: z.int().min(1), passage: passageSchema });
export type Citation = z.infer<typeof citationSchema>;

/** What a reasoning model wrote before its answer. */
export const thoughtsSchema = z.object({
  text: z.string(),
  /** From their first word to their last so far. */
  elapsedMs: z.number(),
});
export type Thoughts = z.infer<typeof thoughtsSchema>;

/** 'anyway': from the documents although the search found too little; 'general': without the documents. */
export const answerWaySchema = z.enum(['usual', 'anyway', 'general']);
export type AnswerWay = z.infer<typeof answerWaySchema>;

export const messageSchema = z.object({
  id: messageIdSchema,
  conversationId: conversationIdSchema,
  parentId: messageIdSchema.nullable(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  /** Null where there were none; never part of `text` nor of what later turns send. */
  thoughts: thoughtsSchema.nullable(),
  /** 'interrupted': Sotto ended while this was written; the text is what was there. */
  state: z.enum(['writing', 'finished', 'stopped', 'failed', 'interrupted']),
  grounding: groundingSchema.nullable(),
  citations: z.array(citationSchema),
  /** Each sentence held against what it cites; null where nothing was cited from. */
  checks: answerChecksSchema.nullable(),
  /**
   * Who found that the documents do not say it: the model that read the passages, or the search, which found too
   * little to ask it (the passages are then the nearest, and `text` is empty). Null for an ordinary answer.
   */
  notFoundBy: z.enum(['model', 'search']).nullable(),
  way: answerWaySchema,
  /** Where the answer was made by reading everything; null for any other. */
  listing: listingSchema.nullable(),
  modelName: z.string().nullable(),
  stopReason: stopReasonSchema.nullable(),
  statistics: statisticsSchema.nullable(),
  /** Messages at the start that were left out because the context was full. */
  leftOutMessages: z.int(),
  error: chatErrorSchema.nullable(),
  /** This message's place among the versions of the same turn, from 1, and their ids in order. */
  versionIds: z.array(messageIdSchema),
  createdAt: z.iso.datetime(),
});
export type Message = z.infer<typeof messageSchema>;

/** What a conversation is about. Null: nothing is looked up, the model answers from what it knows. */
const conversationScopeSchema = searchScopeSchema.nullable();

export const conversationSchema = z.object({
  id: conversationIdSchema,
  title: z.string(),
  scope: conversationScopeSchema,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Conversation = z.infer<typeof conversationSchema>;

const answerStream = <Input extends z.ZodType>(input: Input) =>
  stream({
    input,
    item: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('started'), messages: z.array(messageSchema) }),
      z.object({ kind: z.literal('loading'), progressRatio: z.number() }),
      /** The prompt is being read; `done` of `total` tokens. */
      z.object({ kind: z.literal('reading'), done: z.int(), total: z.int() }),
      /** How far everything is read, and what was found. */
      z.object({ kind: z.literal('listing'), listing: listingSchema }),
      z.object({ kind: z.literal('grounded'), grounding: groundingSchema }),
      z.object({ kind: z.literal('leftOut'), messages: z.int() }),
      z.object({ kind: z.literal('text'), text: z.string() }),
      /** A piece of the thoughts; `elapsedMs` since their first. */
      z.object({ kind: z.literal('thought'), text: z.string(), elapsedMs: z.number() }),
    ]),
    finished: messageSchema,
    error: chatErrorSchema,
  });

export const chat = {
  'chat.list': request({
    input: z.object({
      offset: z.int().min(0),
      limit: z.int().min(1).max(1000),
      title: z.string().optional(),
    }),
    output: z.object({ conversations: z.array(conversationSchema), total: z.int() }),
    error: noError,
  }),
  'chat.create': request({
    input: z.object({ scope: conversationScopeSchema }),
    output: conversationSchema,
    error: noError,
  }),
  /** The conversation and the messages of its active branch, oldest first. */
  'chat.open': request({
    input: z.object({ conversationId: conversationIdSchema }),
    output: z.object({ conversation: conversationSchema, messages: z.array(messageSchema) }),
    error: chatErrorSchema,
  }),
  'chat.rename': request({
    input: z.object({ conversationId: conversationIdSchema, title: z.string().trim().min(1).max(200) }),
    output: conversationSchema,
    error: chatErrorSchema,
  }),
  'chat.setScope': request({
    input: z.object({ conversationId: conversationIdSchema, scope: conversationScopeSchema }),
    output: conversationSchema,
    error: chatErrorSchema,
  }),
  'chat.remove': request({
    input: z.object({ conversationId: conversationIdSchema }),
    output: nothing,
    error: chatErrorSchema,
  }),
  /** Sends a message after the active branch. Leaving the stream stops the answer and keeps its text. */
  'chat.send': answerStream(
    z.object({
      conversationId: conversationIdSchema,
      text: z.string().trim().min(1).max(1_000_000),
      /** Whether everything is read for it; as the question asks, unless given. */
      reading: readingSchema.optional(),
    }),
  ),
  /** Answers the same question again, as a new version beside the old answer. */
  'chat.regenerate': answerStream(
    z.object({
      conversationId: conversationIdSchema,
      messageId: messageIdSchema,
      way: answerWaySchema.exactOptional(),
      /** As the question asks, unless given. */
      reading: readingSchema.optional(),
    }),
  ),
  /** Goes on with an answer that reads everything, into the same message. */
  'chat.resume': answerStream(z.object({ conversationId: conversationIdSchema, messageId: messageIdSchema })),
  /** Waits until every sentence of an answer that is being checked has its verdict. */
  'chat.awaitChecks': request({
    input: z.object({ messageId: messageIdSchema }),
    output: messageSchema,
    error: chatErrorSchema,
  }),
  /** Sends a changed question, as a new version beside the old one. */
  'chat.editAndResend': answerStream(
    z.object({
      conversationId: conversationIdSchema,
      messageId: messageIdSchema,
      text: z.string().trim().min(1).max(1_000_000),
    }),
  ),
  /** Makes the branch that holds this message the active one. */
  'chat.showVersion': request({
    input: z.object({ conversationId: conversationIdSchema, messageId: messageIdSchema }),
    output: z.object({ conversation: conversationSchema, messages: z.array(messageSchema) }),
    error: chatErrorSchema,
  }),
  'chat.changed': event(
    z.object({ conversationId: conversationIdSchema, change: z.enum(['added', 'updated', 'removed']) }),
  ),
} as const;
