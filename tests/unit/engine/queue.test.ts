import { expect, test } from 'vitest';
import {
  createWorkQueue,
  isPausable,
  type Priority,
  priorities,
  type Turn,
} from '../../../electron/engine/queue.ts';

const unstopped = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A job that takes `steps` steps and writes each down. */
function stepper(order: string[], name: string, steps: number) {
  return async (turn: Turn) => {
    for (let step = 1; step <= steps; step += 1) {
      await turn.step();
      order.push(`${name}${step}`);
      await settle();
    }
  };
}

test('runs the jobs of one priority one after the other', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  const run = (name: string, priority: Priority) =>
    queue.run({ priority, signal: unstopped, work: stepper(order, name, 2) });
  await Promise.all([run('a', 'chat'), run('b', 'chat')]);
  await Promise.all([run('c', 'background'), run('d', 'background')]);
  expect(order).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'd1', 'd2']);
});

test('holds background work at its next step until every chat is done', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  const background = queue.run({ priority: 'background', signal: unstopped, work: stepper(order, 'b', 3) });
  await settle();
  const chats = ['x', 'y'].map((name) =>
    queue.run({ priority: 'chat', signal: unstopped, work: stepper(order, name, 2) }),
  );
  await Promise.all([background, ...chats]);
  expect(order).toEqual(['b1', 'x1', 'x2', 'y1', 'y2', 'b2', 'b3']);
});

test('wakes waiting background work that is stopped, so that it can end', async () => {
  const queue = createWorkQueue();
  const controller = new AbortController();
  const chat = Promise.withResolvers<void>();
  const running = queue.run({ priority: 'chat', signal: unstopped, work: () => chat.promise });
  const background = queue.run({
    priority: 'background',
    signal: controller.signal,
    work: async () => `ended, aborted: ${controller.signal.aborted}`,
  });
  controller.abort();
  expect(await background).toBe('ended, aborted: true');
  chat.resolve();
  await running;
});

test('goes on after a job that failed', async () => {
  const queue = createWorkQueue();
  const failing = queue.run({
    priority: 'chat',
    signal: unstopped,
    work: async () => {
      throw new Error('broken');
    },
  });
  const next = queue.run({ priority: 'chat', signal: unstopped, work: async () => 'next' });
  const background = queue.run({ priority: 'background', signal: unstopped, work: async () => 'background' });
  await expect(failing).rejects.toThrow('broken');
  expect(await Promise.all([next, background])).toEqual(['next', 'background']);
});

test('is idle only when the jobs of every priority have ended', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  void queue.run({ priority: 'background', signal: unstopped, work: stepper(order, 'b', 2) });
  void queue.run({ priority: 'chat', signal: unstopped, work: stepper(order, 'c', 2) });
  await queue.idle();
  expect(order.toSorted()).toEqual(['b1', 'b2', 'c1', 'c2']);
});

test('goes by priority, from chat to parallel background work', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  await Promise.all(
    priorities
      .toReversed()
      .map((priority) => queue.run({ priority, signal: unstopped, work: stepper(order, `${priority} `, 2) })),
  );
  expect(order).toEqual([
    ...['chat 1', 'chat 2', 'completion 1', 'completion 2'],
    ...['embeddings 1', 'embeddings 2', 'background 1', 'background 2'],
    ...['parallel 1', 'parallel 2'],
  ]);
});

test('runs one step at a time, whatever the priorities', async () => {
  const queue = createWorkQueue();
  let running = 0;
  let most = 0;
  const work = async (turn: Turn) => {
    for (let step = 0; step < 5; step += 1) {
      await turn.step();
      running += 1;
      most = Math.max(most, running);
      await settle();
      running -= 1;
    }
  };
  await Promise.all(priorities.map((priority) => queue.run({ priority, signal: unstopped, work })));
  expect(most).toBe(1);
});

test('lets all other work advance during an endless chat, and leaves the chat most of the time', async () => {
  let nowMs = 0;
  const queue = createWorkQueue(() => nowMs);
  const spentMs = { chat: 0, completion: 0, embeddings: 0, background: 0, parallel: 0 };
  const stepMs = { chat: 30, completion: 50, embeddings: 100, background: 200, parallel: 300 };
  const lastStepAtMs = { ...spentMs };
  let longestHeldMs = 0;
  const controller = new AbortController();
  await Promise.all(
    priorities.map((priority) =>
      queue.run({
        priority,
        signal: controller.signal,
        work: async (turn) => {
          while (!controller.signal.aborted) {
            await turn.step();
            longestHeldMs = Math.max(longestHeldMs, nowMs - lastStepAtMs[priority]);
            nowMs += stepMs[priority];
            spentMs[priority] += stepMs[priority];
            lastStepAtMs[priority] = nowMs;
            // Ten minutes of mixed work.
            if (nowMs > 600_000) controller.abort();
            await Promise.resolve();
          }
        },
      }),
    ),
  );
  expect(spentMs.chat / nowMs).toBeGreaterThan(0.6);
  for (const priority of priorities.slice(1)) expect(spentMs[priority] / nowMs).toBeGreaterThan(0.04);
  expect(longestHeldMs).toBeLessThan(4000);
});

test('frees the place of a job that is stopped while it waits for another of its priority', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const running = queue.run({ priority: 'chat', signal: unstopped, work: () => first.promise });
  const controller = new AbortController();
  const stopped = queue.run({
    priority: 'chat',
    signal: controller.signal,
    work: async () => void order.push('stopped'),
  });
  const last = queue.run({ priority: 'chat', signal: unstopped, work: async () => void order.push('last') });
  controller.abort();
  await stopped;
  expect(order).toEqual(['stopped']);
  first.resolve();
  await Promise.all([running, last]);
  expect(order).toEqual(['stopped', 'last']);
});

test.each(priorities)('goes on with the rest when a running %s job is stopped', async (priority) => {
  const queue = createWorkQueue();
  const controller = new AbortController();
  const order: string[] = [];
  const stopped = queue.run({
    priority,
    signal: controller.signal,
    work: async (turn) => {
      while (!controller.signal.aborted) {
        await turn.step();
        await settle();
      }
    },
  });
  const others = priorities.map((other) =>
    queue.run({ priority: other, signal: unstopped, work: stepper(order, `${other} `, 1) }),
  );
  controller.abort();
  await Promise.all([stopped, ...others]);
  expect(order.toSorted()).toEqual(priorities.map((other) => `${other} 1`).toSorted());
});

test('paused, background work of each kind stops before its next step and goes on where it was', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  const kinds = priorities.filter(isPausable);
  const jobs = kinds.map((priority) =>
    queue.run({ priority, signal: unstopped, work: stepper(order, `${priority} `, 2) }),
  );
  await settle();
  queue.setPaused(true);
  for (let turn = 0; turn < 5; turn += 1) await settle();
  // The step that was under way when the pause came.
  expect(order).toEqual(['embeddings 1']);
  queue.setPaused(false);
  await Promise.all(jobs);
  expect(order).toEqual(kinds.flatMap((kind) => [`${kind} 1`, `${kind} 2`]));
});

test('chat and completion go on while background work is paused, which takes no step however long it lasts', async () => {
  let nowMs = 0;
  const queue = createWorkQueue(() => nowMs);
  const order: string[] = [];
  queue.setPaused(true);
  const background = queue.run({ priority: 'background', signal: unstopped, work: stepper(order, 'b', 1) });
  for (const priority of ['chat', 'completion'] as const) {
    await queue.run({
      priority,
      signal: unstopped,
      work: async (turn) => {
        for (let step = 0; step < 3; step += 1) {
          await turn.step();
          nowMs += 60_000;
        }
        order.push(priority);
      },
    });
  }
  expect(order).toEqual(['chat', 'completion']);
  queue.setPaused(false);
  await background;
  expect(order).toEqual(['chat', 'completion', 'b1']);
});

test('after a pause, background work waits for its turn as if it had just come', async () => {
  let nowMs = 0;
  const queue = createWorkQueue(() => nowMs);
  const order: string[] = [];
  queue.setPaused(true);
  const background = queue.run({ priority: 'background', signal: unstopped, work: stepper(order, 'b', 1) });
  const chat = queue.run({ priority: 'chat', signal: unstopped, work: stepper(order, 'c', 3) });
  nowMs += 600_000;
  queue.setPaused(false);
  await Promise.all([background, chat]);
  expect(order).toEqual(['c1', 'c2', 'c3', 'b1']);
});

test('paused background work can be stopped, whether it has begun or not', async () => {
  const queue = createWorkQueue();
  const controller = new AbortController();
  const jobs = ['first', 'second'].map((name) =>
    queue.run({
      priority: 'background',
      signal: controller.signal,
      work: async (turn) => {
        while (!controller.signal.aborted) {
          await turn.step();
          await settle();
        }
        return name;
      },
    }),
  );
  await settle();
  queue.setPaused(true);
  await settle();
  controller.abort();
  expect(await Promise.all(jobs)).toEqual(['first', 'second']);
  await queue.idle();
});
