import { expect, test } from 'vitest';
import { poolVectors, splitTokens } from '../../../electron/engine/process/embedding/parts.ts';

const tokens = (count: number) => Array.from({ length: count }, (_, index) => index);
const never = () => false;

test.each([
  [1, [1]],
  [10, [10]],
  [11, [6, 5]],
  [20, [10, 10]],
  [21, [7, 7, 7]],
  [95, [10, 10, 10, 10, 10, 9, 9, 9, 9, 9]],
])('splits %i tokens into as few parts as fit, of nearly one size', (count, sizes) => {
  const parts = splitTokens({ tokens: tokens(count), room: 10, endsSentence: never });
  expect(parts.map((part) => part.length)).toEqual(sizes);
  expect(parts.flat()).toEqual(tokens(count));
});

test('cuts where a sentence ends, if one ends nearby', () => {
  const endsAt = new Set([3, 47, 130]);
  const parts = splitTokens({
    tokens: tokens(150),
    room: 100,
    endsSentence: (index) => endsAt.has(index),
  });
  // All of these are too far from the middle.
  expect(parts.map((part) => part.length)).toEqual([75, 75]);
  const near = splitTokens({
    tokens: tokens(150),
    room: 100,
    endsSentence: (index) => index === 66 || index === 95,
  });
  expect(near.map((part) => part.length)).toEqual([67, 83]);
});

test('never makes a part longer than the room, wherever sentences end', () => {
  for (let seed = 1; seed < 200; seed += 1) {
    const count = 1 + ((seed * 37) % 300);
    const room = 1 + ((seed * 13) % 40);
    const parts = splitTokens({
      tokens: tokens(count),
      room,
      endsSentence: (index) => (index * seed) % 7 === 0,
    });
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(room);
    expect(Math.min(...parts.map((part) => part.length))).toBeGreaterThan(0);
    expect(parts.flat()).toEqual(tokens(count));
  }
});

test('pools by length and makes the mean one long', () => {
  expect(
    poolVectors([
      { vector: [1, 0], tokens: 30 },
      { vector: [0, 4], tokens: 10 },
    ]),
  ).toEqual(Float32Array.of(0.6, 0.8));
  expect(poolVectors([{ vector: [0, -5], tokens: 1 }])).toEqual(Float32Array.of(0, -1));
});

test.each([
  ['nothing', []],
  ['zeros', [{ vector: [0, 0], tokens: 3 }]],
  ['what is no number', [{ vector: [1, Number.NaN], tokens: 3 }]],
  ['infinity', [{ vector: [1, Number.POSITIVE_INFINITY], tokens: 3 }]],
  [
    'opposites',
    [
      { vector: [1, 2], tokens: 3 },
      { vector: [-1, -2], tokens: 3 },
    ],
  ],
])('makes no vector of %s', (_, parts) => {
  expect(poolVectors(parts)).toBeNull();
});
