import { expect, test } from 'vitest';
import { createProgress } from '../../../electron/documents/summarise/progress.ts';

test('a pause counts neither as time spent nor for the time left', () => {
  let nowMs = 0;
  const progress = createProgress({ stepsLeft: 4, now: () => nowMs });
  nowMs = 1000;
  progress.stepDone();
  nowMs = 1500;
  progress.setPaused(true);
  nowMs = 600_000;
  progress.setPaused(true);
  expect(progress.elapsedMs()).toBe(1500);
  progress.setPaused(false);
  nowMs += 500;
  progress.stepDone();
  expect(progress.elapsedMs()).toBe(2000);
  expect(progress.remainingMs()).toBe(2000);
});

test('a step that ends after the pause has come is measured up to it', () => {
  let nowMs = 0;
  const progress = createProgress({ stepsLeft: 2, now: () => nowMs });
  progress.setPaused(true);
  nowMs = 5000;
  progress.setPaused(false);
  nowMs = 6000;
  progress.stepDone();
  expect(progress.remainingMs()).toBe(1000);
});
