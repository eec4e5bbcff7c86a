import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStatusBoard } from '../../../electron/engine/status.ts';
import { createIdleUnload } from '../../../electron/models/idleUnload.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const minuteMs = 60_000;
const modelPath = '/models/a.gguf';

function setUp(afterMinutes: number | null = 15) {
  const board = createStatusBoard();
  let minutes = afterMinutes;
  const unload = vi.fn(async () => board.update({ phase: 'idle', modelPath: null, loaded: null }));
  const engine = {
    get status() {
      return board.value;
    },
    onStatusChanged: board.onChanged,
    unload,
  };
  const idle = createIdleUnload({ engine, readAfterMinutes: () => minutes });
  board.update({ phase: 'loading', modelPath });
  board.update({ phase: 'ready' });
  return {
    ...{ board, idle, unload },
    setMinutes(changed: number | null) {
      minutes = changed;
      idle.restart();
    },
  };
}

test('a model that is not used is unloaded once, and remembered until one is loaded', () => {
  const { board, idle, unload } = setUp();
  vi.advanceTimersByTime(15 * minuteMs - 1);
  expect(unload).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(idle.unloadedPath).toBe(modelPath);
  vi.advanceTimersByTime(60 * minuteMs);
  expect(unload).toHaveBeenCalledOnce();

  board.update({ phase: 'loading', modelPath });
  expect(idle.unloadedPath).toBeNull();
});

// Catches a model that is taken away in the middle of an answer longer than the time.
test('the time starts when the last answer has ended', () => {
  const { board, unload } = setUp();
  vi.advanceTimersByTime(14 * minuteMs);
  const endAnswer = board.startAnswer('chat');
  vi.advanceTimersByTime(100 * minuteMs);
  endAnswer(null);
  vi.advanceTimersByTime(15 * minuteMs - 1);
  expect(unload).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(unload).toHaveBeenCalledOnce();
});

// Catches a model that is taken away between making it ready and asking it.
test('who is about to ask starts the time anew', () => {
  const { idle, unload } = setUp();
  vi.advanceTimersByTime(14 * minuteMs);
  idle.restart();
  vi.advanceTimersByTime(14 * minuteMs);
  expect(unload).not.toHaveBeenCalled();
});

test('a changed setting counts at once, and null keeps the model', () => {
  const { setMinutes, unload } = setUp(null);
  vi.advanceTimersByTime(1000 * minuteMs);
  setMinutes(5);
  vi.advanceTimersByTime(4 * minuteMs);
  setMinutes(null);
  vi.advanceTimersByTime(1000 * minuteMs);
  expect(unload).not.toHaveBeenCalled();
  setMinutes(1);
  vi.advanceTimersByTime(minuteMs);
  expect(unload).toHaveBeenCalledOnce();
});
