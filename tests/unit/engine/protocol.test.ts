import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChildMessage,
  childMessageSchema,
  type HostMessage,
  hostMessageSchema,
} from '../../../electron/engine/protocol.ts';

const hostMessages: HostMessage[] = [
  { kind: 'start', memoryLimitBytes: null, contexts: null },
  { kind: 'ping', beat: 7 },
  {
    kind: 'call',
    id: 1,
    call: {
      kind: 'generate',
      messages: [{ role: 'user', text: 'Grüße 😀' }],
      sampling: { temperature: 0, repeatPenalty: null },
      maxTokens: null,
      priority: 'background',
      conversationKey: null,
      jsonSchema: null,
    },
  },
  { kind: 'cancel', id: 1 },
  { kind: 'stop' },
];

const childMessages: ChildMessage[] = [
  { kind: 'ready' },
  { kind: 'backend', backend: 'vulkan' },
  { kind: 'progress', id: 1, progressRatio: 0.5 },
  { kind: 'part', id: 1, part: { kind: 'text', text: ' ' } },
  { kind: 'done', id: 1, result: { ok: false, error: { code: 'engine.notGguf', fileName: 'a' } } },
];

test('takes every message as it was sent', () => {
  expect(hostMessages.map((message) => hostMessageSchema.parse(message))).toEqual(hostMessages);
  expect(childMessages.map((message) => childMessageSchema.parse(message))).toEqual(childMessages);
});

test.each([
  { kind: 'call', id: 0, call: { kind: 'unload' } },
  { kind: 'call', id: 1, call: { kind: 'eval', code: '1' } },
  {
    kind: 'call',
    id: 1,
    call: {
      kind: 'load',
      modelPath: 'a',
      options: { gpu: 'on', threads: 0, contextTokens: 1 },
      excludedBackends: [],
    },
  },
  { kind: 'call', id: 1, call: { kind: 'countTokens', texts: [1] } },
  { kind: 'start' },
  null,
])('refuses %o', (message) => {
  expect(hostMessageSchema.safeParse(message).success).toBe(false);
});

test('refuses a failure with an unknown code and a part of unknown kind', () => {
  const unknownCode = { kind: 'done', id: 1, result: { ok: false, error: { code: 'engine.tired' } } };
  const unknownPart = { kind: 'part', id: 1, part: { kind: 'image', text: '' } };
  expect([unknownCode, unknownPart].map((message) => childMessageSchema.safeParse(message).success)).toEqual([
    false,
    false,
  ]);
});

test('never throws, whatever arrives', () => {
  fc.assert(
    fc.property(fc.anything(), (message) => {
      hostMessageSchema.safeParse(message);
      childMessageSchema.safeParse(message);
    }),
  );
});
