import { expect, test } from 'vitest';
import { createWorkQueue, type Turn } from '../../../electron/engine/queue.ts';

const unstopped = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Reads alone, then writes together with others, and notes who took each step with how many. */
function reader(order: string[], name: string, steps: { readonly alone: number; readonly together: number }) {
  return async (turn: Turn) => {
    for (let step = 1; step <= steps.alone; step += 1) {
      await turn.step();
      order.push(`${name} reads`);
      await settle();
    }
    for (let step = 1; step <= steps.together; step += 1) {
      const { sharers } = await turn.stepTogether(name.charCodeAt(0));
      order.push(`${name} of ${sharers}`);
      // They never take equally long.
      for (let rest = name.charCodeAt(0) % 3; rest >= 0; rest -= 1) await settle();
    }
  };
}

test('jobs that are let in together read one by one and then write at the same moment', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  const run = (name: string, together: number) =>
    queue.run({
      ...{ priority: 'parallel', signal: unstopped, places: () => 3 },
      work: reader(order, name, { alone: 1, together }),
    });
  await Promise.all([run('a', 3), run('b', 1), run('c', 2), run('d', 1)]);
  expect(order).toEqual([
    ...['a reads', 'b reads', 'c reads', 'a of 3', 'b of 3', 'c of 3'],
    // The one whose place became free catches up before the others go on.
    ...['d reads', 'a of 3', 'c of 3', 'd of 3', 'a of 1'],
  ]);
});

test('a shared step starts in the order of the places, whoever came first', async () => {
  const queue = createWorkQueue();
  const order: number[] = [];
  const places = [2, 0, 1];
  await Promise.all(
    places.map((place) =>
      queue.run({
        ...{ priority: 'parallel', signal: unstopped, places: () => 3 },
        async work(turn) {
          for (let step = 0; step < 2; step += 1) {
            const { sharers } = await turn.stepTogether(place);
            if (sharers === places.length) order.push(place);
            for (let rest = place; rest >= 0; rest -= 1) await settle();
          }
        },
      }),
    ),
  );
  expect(order).toEqual([0, 1, 2, 0, 1, 2]);
});

test('a stopped job never holds up those it writes with', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  const controllers = ['a', 'b', 'c'].map(() => new AbortController());
  const jobs = ['a', 'b', 'c'].map((name, index) => {
    const signal = controllers[index]?.signal ?? unstopped;
    return queue.run({
      ...{ priority: 'parallel', signal, places: () => 3 },
      work: async (turn) => {
        for (let step = 1; step <= 3 && !signal.aborted; step += 1) {
          const { sharers } = await turn.stepTogether(0);
          if (signal.aborted) return;
          order.push(`${name}${step} of ${sharers}`);
          // The first is stopped while a step is under way, the second while it waits for one.
          if (name === 'a' && step === 2) controllers[0]?.abort();
          await settle();
        }
      },
    });
  });
  const chat = Promise.withResolvers<void>();
  while (!order.includes('c2 of 3')) await settle();
  const chatting = queue.run({ priority: 'chat', signal: unstopped, work: () => chat.promise });
  await settle();
  await settle();
  controllers[1]?.abort();
  await jobs[1];
  chat.resolve();
  await Promise.all([...jobs, chatting]);
  expect(order).toEqual(['a1 of 3', 'b1 of 3', 'c1 of 3', 'a2 of 3', 'b2 of 3', 'c2 of 3', 'c3 of 1']);
});

test('a chat waits for no more than one step of those that write together', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  const group = ['a', 'b'].map((name) =>
    queue.run({
      ...{ priority: 'parallel', signal: unstopped, places: () => 2 },
      work: reader(order, name, { alone: 0, together: 3 }),
    }),
  );
  while (!order.includes('b of 2')) await settle();
  const chat = queue.run({
    priority: 'chat',
    signal: unstopped,
    work: reader(order, 'chat', { alone: 2, together: 0 }),
  });
  await Promise.all([chat, ...group]);
  const pair = ['a of 2', 'b of 2'];
  expect(order).toEqual([...pair, 'chat reads', 'chat reads', ...pair, ...pair]);
});

test('those that write together go on slowly during an endless chat', async () => {
  let nowMs = 0;
  const queue = createWorkQueue(() => nowMs);
  const controller = new AbortController();
  const { signal } = controller;
  const steps = { a: 0, b: 0 };
  const chat = queue.run({
    ...{ priority: 'chat', signal },
    work: async (turn) => {
      while (!signal.aborted) {
        await turn.step();
        nowMs += 30;
        if (nowMs > 60_000) controller.abort();
      }
    },
  });
  const group = (['a', 'b'] as const).map((name) =>
    queue.run({
      ...{ priority: 'parallel', signal, places: () => 2 },
      work: async (turn) => {
        while (!signal.aborted) {
          const { sharers } = await turn.stepTogether(0);
          if (signal.aborted) return;
          expect(sharers).toBe(2);
          steps[name] += 1;
          if (name === 'a') nowMs += 200;
        }
      },
    }),
  );
  await Promise.all([chat, ...group]);
  expect(steps.a).toBe(steps.b);
  expect((steps.a * 200) / nowMs).toBeGreaterThan(0.05);
  expect((steps.a * 200) / nowMs).toBeLessThan(0.2);
});
