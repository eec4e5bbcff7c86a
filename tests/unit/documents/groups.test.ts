import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balancedGroups, fillingGroups, type Group } from '../../../electron/documents/summarise/groups.ts';

const weightLists = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 });

function expectWhole(groups: readonly Group[], length: number): void {
  expect(
    groups.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index)),
  ).toEqual(Array.from({ length }, (_, index) => index));
  expect(groups.every(([start, end]) => end > start)).toBe(true);
}

test('balanced groups hold every item once, in order, in exactly as many groups as there can be', () => {
  fc.assert(
    fc.property(weightLists, fc.integer({ min: 1, max: 20 }), (weights, count) => {
      const groups = balancedGroups(weights, count);
      expectWhole(groups, weights.length);
      expect(groups.length).toBe(Math.min(count, weights.length));
    }),
  );
});

test('filling groups hold every item once, in order, and none is too heavy unless it is one item', () => {
  fc.assert(
    fc.property(weightLists, fc.integer({ min: 1, max: 600 }), (weights, maxWeight) => {
      const groups = fillingGroups(weights, maxWeight);
      expectWhole(groups, weights.length);
      for (const [start, end] of groups) {
        const weight = weights.slice(start, end).reduce((sum, next) => sum + next, 0);
        expect(end - start === 1 || weight <= maxWeight).toBe(true);
      }
    }),
  );
});
