import { expect, test } from 'vitest';
import { createSlots } from '../../../electron/engine/process/chatSlots.ts';

/** Slots that only have a name: what is tested is which one is chosen. */
function namedSlots(largestCount: number, possible = largestCount) {
  const disposed: string[] = [];
  const log: string[] = [];
  let made = 0;
  const make = () => {
    made += 1;
    const name = `slot ${made}`;
    return {
      ...{ name, contextTokens: 100 },
      clear: async () => void log.push(`clear ${name}`),
      dispose: async () => void disposed.push(name),
    };
  };
  const slots = createSlots({
    first: make(),
    largestCount,
    more: async () => (made < possible ? make() : null),
    keeping: {
      save: async (key, { name }) => void log.push(`save ${key} of ${name}`),
      restore: async (key, { name }) => void log.push(`restore ${key} to ${name}`),
    },
  });
  const take = async (...keys: (string | null)[]) => {
    const names: string[] = [];
    for (const key of keys) names.push((await slots.take(key)).name);
    return names.map((name) => name.replace('slot ', '')).join('');
  };
  return { slots, take, disposed, log };
}

test('gives a conversation its own context again, and another to another', async () => {
  const { take } = namedSlots(3);
  expect(await take('a', 'b', 'a', 'c', 'b', 'a')).toBe('121321');
});

test('gives up the conversation that was used longest ago', async () => {
  const { take } = namedSlots(2);
  expect(await take('a', 'b', 'a', 'c', 'a', 'b')).toBe('121212');
});

test('makes do with fewer contexts where the memory does not allow more', async () => {
  const { take } = namedSlots(4, 2);
  expect(await take('a', 'b', 'c', 'd', 'c')).toBe('12121');
});

test('lets calls without a conversation share one context', async () => {
  const { take } = namedSlots(3);
  expect(await take(null, 'a', null, null)).toBe('1211');
});

test('memory that is asked back is that of all conversations but the last, which are saved', async () => {
  const { slots, take, disposed, log } = namedSlots(3);
  await take('a', 'b', 'c', 'a');
  log.splice(0);
  await slots.keepOnlyLast();
  expect(log).toEqual(['save b of slot 2', 'save c of slot 3']);
  expect(disposed).toEqual(['slot 2', 'slot 3']);
  expect(await take('a')).toBe('1');
});

test('disposes of every context once', async () => {
  const { slots, take, disposed } = namedSlots(2);
  await take('a', 'b', 'a');
  await slots.dispose();
  await slots.dispose();
  expect(disposed.toSorted()).toEqual(['slot 1', 'slot 2']);
});

test('saves a conversation that loses its context, and brings it back when it goes on', async () => {
  const { slots, take, log } = namedSlots(1);
  await take('a', 'a', 'b', null, 'a');
  expect(log).toEqual([
    'restore a to slot 1',
    'save a of slot 1',
    'restore b to slot 1',
    'save b of slot 1',
    'restore a to slot 1',
  ]);
  await slots.dispose();
  expect(log.at(-1)).toBe('save a of slot 1');
});

test('saves what was used last first, when all ends', async () => {
  const { slots, take, log } = namedSlots(3);
  await take('a', 'b', 'c', 'a');
  log.length = 0;
  await slots.dispose();
  expect(log).toEqual(['save a of slot 1', 'save c of slot 3', 'save b of slot 2']);
});

test('saves nothing of a conversation that is to be forgotten', async () => {
  const { slots, take, log } = namedSlots(2);
  await take('a', 'b');
  log.length = 0;
  await slots.forget('a');
  await slots.dispose();
  expect(log).toEqual(['clear slot 1', 'save b of slot 2']);
});
