import { describe, expect, test } from 'vitest';
import { type Answers, reduceAnswers, showMessages } from '../../../renderer/features/chats/answers.ts';
import type { Message } from '../../../shared/contract/chat.ts';
import { conversationIdSchema, messageIdSchema } from '../../../shared/ids.ts';

const conversationId = conversationIdSchema.parse('chat');

function message(id: string, parent: string | null, more: Partial<Message> = {}): Message {
  return {
    id: messageIdSchema.parse(id),
    conversationId,
    parentId: parent === null ? null : messageIdSchema.parse(parent),
    role: id.startsWith('q') ? 'user' : 'assistant',
    text: '',
    thoughts: null,
    listing: null,
    state: 'finished',
    grounding: null,
    citations: [],
    checks: null,
    notFoundBy: null,
    way: 'usual',
    modelName: null,
    stopReason: null,
    statistics: null,
    leftOutMessages: 0,
    error: null,
    versionIds: [messageIdSchema.parse(id)],
    createdAt: '2026-01-01T00:00:00Z',
    ...more,
  };
}

const begun: Answers = reduceAnswers(new Map(), { kind: 'begun', conversationId, question: 'Why?' });
const crash = { code: 'engine.crashed', signal: 'SIGKILL', exitCode: null } as const;

function written(more: Partial<Message> = {}): Answers {
  return reduceAnswers(begun, {
    kind: 'came',
    conversationId,
    items: [
      {
        kind: 'started',
        messages: [message('q1', null), message('a1', 'q1', { state: 'writing', ...more })],
      },
      { kind: 'reading', done: 4, total: 8 },
      { kind: 'leftOut', messages: 2 },
      { kind: 'text', text: 'Be' },
      { kind: 'text', text: 'cause.' },
    ],
  });
}

describe('an answer that is being written', () => {
  test('is shown with the text so far in the place of its message', () => {
    const shown = showMessages([], written().get(conversationId));
    expect(shown).toEqual([
      message('q1', null),
      message('a1', 'q1', { state: 'writing', text: 'Because.', leftOutMessages: 2 }),
    ]);
  });

  test('shows its thoughts beside the text', () => {
    const items = [
      { kind: 'thought', text: 'Hm', elapsedMs: 0 },
      { kind: 'thought', text: ', yes', elapsedMs: 40 },
    ] as const;
    const thinking = reduceAnswers(written(), { kind: 'came', conversationId, items });
    const live = thinking.get(conversationId);
    expect(live?.phase).toEqual({ kind: 'thinking' });
    expect(showMessages([], live).at(-1)?.thoughts).toEqual({ text: 'Hm, yes', elapsedMs: 40 });
  });

  test('goes on from text that was already stored', () => {
    const shown = showMessages([], written({ text: 'Well. ' }).get(conversationId));
    expect(shown.at(-1)?.text).toBe('Well. Because.');
  });

  test('takes the place of the version before it, with all that followed that', () => {
    const stored = [message('q1', null), message('a0', 'q1'), message('q2', 'a0'), message('a2', 'q2')];
    const shown = showMessages(stored, written().get(conversationId));
    expect(shown.map((one) => one.id)).toEqual(['q1', 'a1']);
  });

  test('keeps what was written when the engine crashes', () => {
    const failed = reduceAnswers(written(), { kind: 'failed', conversationId, error: crash });
    expect(showMessages([], failed.get(conversationId)).at(-1)).toEqual(
      message('a1', 'q1', { state: 'failed', text: 'Because.', error: crash, leftOutMessages: 2 }),
    );
  });

  test('shows the host’s last word when it is finished, not the text twice', () => {
    const final = message('a1', 'q1', { text: 'Because.' });
    const ended = reduceAnswers(written(), { kind: 'finished', conversationId, message: final });
    expect(showMessages([], ended.get(conversationId)).at(-1)).toEqual(final);
  });
});

describe('after the end', () => {
  test('an answer the host has stored is no longer held', () => {
    const failed = reduceAnswers(written(), { kind: 'failed', conversationId, error: crash });
    expect(reduceAnswers(failed, { kind: 'settled', conversationId })).toEqual(new Map());
  });

  test('an answer that runs again is not dropped by the late news of the one before', () => {
    expect(reduceAnswers(written(), { kind: 'settled', conversationId })).toEqual(written());
  });

  test('a failure before the first message stays, for it is stored nowhere else', () => {
    const failed = reduceAnswers(begun, {
      kind: 'failed',
      conversationId,
      error: { code: 'models.noneInstalled' },
    });
    expect(reduceAnswers(failed, { kind: 'settled', conversationId })).toEqual(failed);
  });
});
