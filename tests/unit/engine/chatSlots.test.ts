import { expect, test } from 'vitest';
import { createSlots } from '../../../electron/engine/process/chatSlots.ts';

/** Slots that only have a name: what is tested is which one is chosen. */
function namedSlots(largestCount: number, possible = largestCount) {
  const disposed: string[] = [];
  let made = 0;
  const make = () => {
    made += 1;
    const name = `slot ${made}`;
    return { name, contextTokens: 100, dispose: async () => void disposed.push(name) };
  };
  const slots = createSlots({
    first: make(),
    largestCount,
    more: async () => (made < possible ? make() : null),
  });
  const take = async (...keys: (string | null)[]) => {
    const names: string[] = [];
    for (const key of keys) names.push((await slots.take(key)).name);
    return names.map((name) => name.replace('slot ', '')).join('');
  };
  return { slots, take, disposed };
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

test('disposes of every context once', async () => {
  const { slots, take, disposed } = namedSlots(2);
  await take('a', 'b', 'a');
  await slots.dispose();
  await slots.dispose();
  expect(disposed.toSorted()).toEqual(['slot 1', 'slot 2']);
});
