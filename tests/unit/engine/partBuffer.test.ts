import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPartBuffer } from '../../../electron/engine/process/partBuffer.ts';
import type { AnswerPart } from '../../../electron/engine/protocol.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function buffer() {
  const sent: AnswerPart[] = [];
  return { sent, ...createPartBuffer({ send: (part) => sent.push(part), spacingMs: 30, now: Date.now }) };
}
const text = (word: string): AnswerPart => ({ kind: 'text', text: word });
const thought = (word: string): AnswerPart => ({ kind: 'thought', text: word });

test('the first piece goes at once, what follows quickly goes together', () => {
  const { sent, push } = buffer();
  push(text('one'));
  expect(sent).toEqual([text('one')]);
  push(text(' two'));
  vi.advanceTimersByTime(10);
  push(text(' three'));
  expect(sent).toHaveLength(1);
  vi.advanceTimersByTime(20);
  expect(sent).toEqual([text('one'), text(' two three')]);
});

test('pieces that come slowly are not held back', () => {
  const { sent, push } = buffer();
  for (const word of ['one', 'two', 'three']) {
    push(text(word));
    vi.advanceTimersByTime(31);
  }
  expect(sent).toEqual([text('one'), text('two'), text('three')]);
});

test('a thought is never joined with an answer, and the first words of the answer go at once', () => {
  const { sent, push } = buffer();
  push(thought('hm'));
  push(thought(' so'));
  push(text('Yes'));
  expect(sent).toEqual([thought('hm'), thought(' so'), text('Yes')]);
});

test('reading is told in its order', () => {
  const { sent, push } = buffer();
  const reading: AnswerPart = { kind: 'reading', done: 1, total: 2 };
  push(text('a'));
  push(text('b'));
  push(reading);
  push(text('c'));
  expect(sent).toEqual([text('a'), text('b'), reading, text('c')]);
});

test('the end sends what is left, once', () => {
  const { sent, push, flush } = buffer();
  push(text('a'));
  push(text('b'));
  flush();
  vi.advanceTimersByTime(100);
  flush();
  expect(sent).toEqual([text('a'), text('b')]);
});
