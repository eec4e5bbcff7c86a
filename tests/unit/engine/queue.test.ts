import { expect, test } from 'vitest';
import { createWorkQueue, type Priority, type Turn } from '../../../electron/engine/queue.ts';

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

test('runs the jobs of one lane one after the other', async () => {
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

test('is idle only when both lanes are empty', async () => {
  const queue = createWorkQueue();
  const order: string[] = [];
  void queue.run({ priority: 'background', signal: unstopped, work: stepper(order, 'b', 2) });
  void queue.run({ priority: 'chat', signal: unstopped, work: stepper(order, 'c', 2) });
  await queue.idle();
  expect(order.toSorted()).toEqual(['b1', 'b2', 'c1', 'c2']);
});
