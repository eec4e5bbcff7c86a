import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStatusBoard } from '../../../electron/engine/status.ts';
import { isMemoryShort, type MemoryReading, readMemory } from '../../../electron/models/memoryPressure.ts';
import { createMemoryWatch } from '../../../electron/models/memoryWatch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const gigabyte = 1024 ** 3;
const modelPath = '/models/a.gguf';
const reading = (changes: Partial<MemoryReading> = {}): MemoryReading => ({
  ...{ availableBytes: 4 * gigabyte, totalBytes: 16 * gigabyte, stalledRatio: 0, isShort: null },
  ...changes,
});
const short = reading({ availableBytes: 0.5 * gigabyte });

function setUp() {
  const board = createStatusBoard();
  let memory = reading();
  const read = vi.fn(async () => memory);
  const done: string[] = [];
  const engine = {
    get status() {
      return board.value;
    },
    onStatusChanged: board.onChanged,
    giveBackMemory: async () => void done.push('gave back'),
    async unload() {
      done.push('unloaded');
      board.update({ phase: 'idle', modelPath: null, loaded: null });
    },
  };
  const watch = createMemoryWatch({ engine, read, now: () => Date.now() });
  board.update({ phase: 'loading', modelPath });
  board.update({ phase: 'ready' });
  return {
    ...{ board, done, read, watch },
    setMemory(changed: MemoryReading) {
      memory = changed;
    },
    pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000),
  };
}

test('gives back the spare contexts first, then the model, and says which one until it is loaded again', async () => {
  const { board, done, watch, setMemory, pass } = setUp();
  setMemory(short);
  await pass(30);
  expect(done).toEqual(['gave back']);
  await pass(10);
  expect(done).toEqual(['gave back', 'unloaded']);
  expect(watch.unloadedPath).toBe(modelPath);
  board.update({ phase: 'loading', modelPath });
  expect(watch.unloadedPath).toBeNull();
});

test('keeps the model where giving back the contexts was enough', async () => {
  const { done, setMemory, pass } = setUp();
  setMemory(short);
  await pass(30);
  setMemory(reading());
  await pass(10);
  setMemory(short);
  await pass(10);
  expect(done).toEqual(['gave back', 'gave back']);
});

// Catches a model that is taken away while it answers, or from someone who is about to ask.
test('never while it answers, nor just before or after', async () => {
  const { board, done, watch, setMemory, pass } = setUp();
  setMemory(short);
  const endAnswer = board.startAnswer('chat');
  await pass(300);
  endAnswer(null);
  await pass(20);
  watch.noteUse();
  await pass(20);
  expect(done).toEqual([]);
  await pass(20);
  expect(done).toEqual(['gave back', 'unloaded']);
});

test('does not look while no model is loaded', async () => {
  const { board, read, watch, pass } = setUp();
  await pass(20);
  expect(read).toHaveBeenCalledTimes(2);
  board.update({ phase: 'idle', modelPath: null });
  await pass(100);
  board.update({ phase: 'ready', modelPath });
  watch.dispose();
  await pass(100);
  expect(read).toHaveBeenCalledTimes(2);
});

test.each([
  ['plenty', reading(), false],
  ['less than a twentieth', reading({ availableBytes: 0.7 * gigabyte }), true],
  ['1.2 GB of 64', reading({ availableBytes: 1.2 * gigabyte, totalBytes: 64 * gigabyte }), false],
  ['an eighth, with programs waiting', reading({ availableBytes: 2 * gigabyte, stalledRatio: 0.3 }), true],
  ['an eighth, with nobody waiting', reading({ availableBytes: 2 * gigabyte, stalledRatio: 0.01 }), false],
  ['plenty, with programs waiting', reading({ stalledRatio: 0.9 }), false],
  ['little, and the system is content', reading({ availableBytes: 1, isShort: false }), false],
  ['plenty, and the system is not content', reading({ isShort: true }), true],
])('%s', (_, memory, expected) => {
  expect(isMemoryShort(memory)).toBe(expected);
});

test('this system says how its memory stands', async () => {
  const now = await readMemory();
  expect(now.totalBytes).toBeGreaterThan(0);
  expect(now.availableBytes).toBeGreaterThan(0);
  expect(now.availableBytes).toBeLessThanOrEqual(now.totalBytes);
});
