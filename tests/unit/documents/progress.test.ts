import { expect, test } from 'vitest';
import { createProgress } from '../../../electron/documents/summarise/progress.ts';

test('a pause counts neither as time spent nor for the time left', () => {
  let nowMs = 0;
  const progress = createProgress({ stepsLeft: 4, parallelSteps: 1, now: () => nowMs });
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
  const progress = createProgress({ stepsLeft: 2, parallelSteps: 1, now: () => nowMs });
  progress.setPaused(true);
  nowMs = 5000;
  progress.setPaused(false);
  nowMs = 6000;
  progress.stepDone();
  expect(progress.remainingMs()).toBe(1000);
});

test('tells what is left when as many steps have ended as run at once, and follows the latest pace', () => {
  let nowMs = 0;
  const progress = createProgress({ stepsLeft: 100, parallelSteps: 4, now: () => nowMs });
  const endFour = () => {
    for (let step = 0; step < 4; step += 1) progress.stepDone();
  };
  nowMs = 400;
  progress.stepDone();
  // Three more are about to end: a quarter of the time of each.
  expect(progress.remainingMs()).toBeNull();
  for (let step = 0; step < 3; step += 1) progress.stepDone();
  expect(progress.remainingMs()).toBe(100 * 96);
  for (let batch = 0; batch < 5; batch += 1) {
    nowMs += 200;
    endFour();
  }
  expect(progress.remainingMs()).toBe(50 * 76);
});

test('tells what is left of work shorter than what could run at once', () => {
  let nowMs = 0;
  const progress = createProgress({ stepsLeft: 2, parallelSteps: 8, now: () => nowMs });
  expect(progress.remainingMs()).toBeNull();
  nowMs = 100;
  progress.stepDone();
  progress.stepDone();
  expect(progress.remainingMs()).toBe(0);
});
