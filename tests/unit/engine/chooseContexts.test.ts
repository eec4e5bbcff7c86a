import { expect, test } from 'vitest';
import {
  bestPlan,
  type ContextPlan,
  chooseContexts,
  sensiblePlans,
} from '../../../electron/engine/process/encoder/chooseContexts.ts';

/** A machine on which a text takes `textMs`, with a clock of its own. */
function machine(textMs: (plan: ContextPlan) => number, fits: (plan: ContextPlan) => boolean = () => true) {
  let nowMs = 0;
  const tried: ContextPlan[] = [];
  return {
    tried,
    parts: {
      signal: new AbortController().signal,
      now: () => nowMs,
      async prepare(plan: ContextPlan) {
        if (!fits(plan)) return null;
        tried.push(plan);
        return Array.from({ length: plan.contexts }, (_, index) => ({ plan, isFirst: index === 0 }));
      },
      // All run at once, so that only one lets the time pass.
      async run({ plan, isFirst }: { plan: ContextPlan; isFirst: boolean }) {
        if (isFirst) nowMs += textMs(plan);
      },
    },
  };
}

test('tries one thread for each text first, then fewer texts by more threads', () => {
  expect(sensiblePlans({ cores: 8, largestContexts: 8 })).toEqual([
    { contexts: 8, threads: 1 },
    { contexts: 7, threads: 1 },
    { contexts: 4, threads: 2 },
    { contexts: 2, threads: 4 },
    { contexts: 1, threads: 8 },
  ]);
  expect(sensiblePlans({ cores: 2, largestContexts: 2 })).toEqual([
    { contexts: 2, threads: 1 },
    { contexts: 1, threads: 1 },
  ]);
  expect(sensiblePlans({ cores: 1, largestContexts: 1 })).toEqual([{ contexts: 1, threads: 1 }]);
  expect(sensiblePlans({ cores: 8, largestContexts: 2 })).toEqual([
    { contexts: 2, threads: 4 },
    { contexts: 1, threads: 8 },
  ]);
});

test('takes the plan that embeds the most texts', async () => {
  // Threads that share a text lose a third each time their number doubles.
  const { parts } = machine(({ threads }) => 60 / threads ** 0.5);
  const chosen = await chooseContexts({ ...parts, cores: 8, largestContexts: 8, budgetMs: 5000 });
  expect(chosen).toEqual({ contexts: 8, threads: 1, textMs: 60 });
});

test('prefers a shorter wait for one text where it costs little', () => {
  const slow = { contexts: 8, threads: 1, textMs: 1000 };
  const shared = { contexts: 4, threads: 2, textMs: 550 };
  const alone = { contexts: 1, threads: 8, textMs: 300 };
  expect(bestPlan([slow, shared, alone])).toEqual(shared);
  const [quick, quickShared] = [slow, shared].map((plan) => ({ ...plan, textMs: plan.textMs / 100 }));
  expect(bestPlan([quick ?? slow, quickShared ?? shared])).toEqual(quick);
});

test('gives up on sharing texts between threads where that is hopeless', async () => {
  // As on a machine whose cores other programs hold.
  const { parts, tried } = machine(({ threads }) => (threads === 1 ? 20 : 900));
  const chosen = await chooseContexts({ ...parts, cores: 16, largestContexts: 16, budgetMs: 800 });
  expect(chosen).toEqual({ contexts: 16, threads: 1, textMs: 20 });
  expect(tried.filter(({ threads }) => threads > 1)).toHaveLength(1);
});

test('begins nothing that would go beyond its time', async () => {
  const { parts, tried } = machine(() => 500);
  await chooseContexts({ ...parts, cores: 8, largestContexts: 8, budgetMs: 800 });
  expect(tried).toHaveLength(1);
});

test('skips what the memory does not allow, and says so where it allows nothing', async () => {
  const { parts } = machine(
    () => 10,
    ({ contexts }) => contexts <= 2,
  );
  const chosen = await chooseContexts({ ...parts, cores: 8, largestContexts: 8, budgetMs: 800 });
  expect(chosen?.contexts).toBe(2);
  const none = machine(
    () => 10,
    () => false,
  );
  expect(await chooseContexts({ ...none.parts, cores: 8, largestContexts: 8, budgetMs: 800 })).toBeNull();
});
