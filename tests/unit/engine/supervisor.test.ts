import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BackendCrashes, createBackendCrashes } from '../../../electron/engine/backendCrashes.ts';
import {
  createSupervisor,
  type Supervisor,
  type UnexpectedEnd,
} from '../../../electron/engine/supervisor.ts';
import { type FakeChild, fakeProcesses } from './fakeChild.ts';

const times = {
  handshakeMs: 1000,
  heartbeatMs: 100,
  missedHeartbeats: 3,
  stopMs: 500,
  longestStopMs: 2000,
  firstBackOffMs: 1000,
  longestBackOffMs: 3000,
};

let started: FakeChild[];
let ends: UnexpectedEnd[];
let isMemoryShort: boolean;
let supervisor: Supervisor;
let backendCrashes: BackendCrashes;

beforeEach(() => {
  vi.useFakeTimers();
  const processes = fakeProcesses();
  started = processes.started;
  ends = [];
  backendCrashes = createBackendCrashes(null);
  isMemoryShort = false;
  supervisor = createSupervisor({
    backendCrashes,
    isMemoryShort: async () => isMemoryShort,
    startChild: processes.startChild,
    entryPath: 'engine',
    times,
    onMessage: () => undefined,
    onEnded: (end) => ends.push(end),
  });
});
afterEach(() => vi.useRealTimers());

const unstopped = () => new AbortController().signal;
const latest = (): FakeChild => {
  const child = started.at(-1);
  if (child === undefined) throw new Error('no process was started');
  return child;
};

/** Starts a process, waiting out any back-off. @returns the simulated time until it was started, in milliseconds. */
async function startReady(): Promise<number> {
  const before = started.length;
  const beganMs = Date.now();
  const result = supervisor.start(unstopped());
  while (started.length === before) await vi.advanceTimersByTimeAsync(50);
  const waitedMs = Date.now() - beganMs;
  latest().say({ kind: 'ready' });
  expect(await result).toEqual({ ok: true, value: null });
  return waitedMs;
}

test('starts one process for callers that come at once, and is ready after its handshake', async () => {
  const both = Promise.all([supervisor.start(unstopped()), supervisor.start(unstopped())]);
  await vi.advanceTimersByTimeAsync(0);
  expect(supervisor.isRunning).toBe(false);
  latest().say({ kind: 'ready' });
  expect(await both).toEqual([
    { ok: true, value: null },
    { ok: true, value: null },
  ]);
  expect(started).toHaveLength(1);
  expect(supervisor.isRunning).toBe(true);
});

test('gives up on a process that never says it is ready', async () => {
  const result = supervisor.start(unstopped());
  await vi.advanceTimersByTimeAsync(times.handshakeMs);
  expect(await result).toEqual({
    ok: false,
    error: { code: 'engine.notResponding', afterMs: times.handshakeMs },
  });
  expect(latest().wasKilled).toBe(true);
});

test('reports a process that ends during its handshake as crashed', async () => {
  const result = supervisor.start(unstopped());
  await vi.advanceTimersByTimeAsync(0);
  latest().exit({ exitCode: 1, stderrTail: 'no such module' });
  const error = { code: 'engine.crashed', signal: null, exitCode: 1 };
  expect(await result).toEqual({ ok: false, error });
  expect(ends).toEqual([
    { error, backend: null, loadingPath: null, wasMemoryShort: false, stderrTail: 'no such module' },
  ]);
});

test('kills a process that leaves heartbeats unanswered, and none that answers', async () => {
  await startReady();
  for (let beat = 0; beat < 20; beat += 1) {
    await vi.advanceTimersByTimeAsync(times.heartbeatMs);
    latest().say({ kind: 'pong', beat });
  }
  expect(latest().wasKilled).toBe(false);
  await vi.advanceTimersByTimeAsync(times.heartbeatMs * (times.missedHeartbeats + 1));
  expect(latest().wasKilled).toBe(true);
  expect(ends.map((end) => end.error)).toEqual([{ code: 'engine.notResponding', afterMs: 300 }]);
  expect(supervisor.isRunning).toBe(false);
});

test('restarts at once after one crash and waits longer after each further one', async () => {
  const waits: number[] = [];
  for (let crash = 0; crash < 6; crash += 1) {
    waits.push(await startReady());
    latest().exit({ signal: 'SIGSEGV' });
  }
  const rounded = waits.map((ms) => Math.floor(ms / 1000));
  expect(rounded).toEqual([0, 0, 1, 2, 3, 3]);
});

test('forgets earlier crashes once the engine has worked', async () => {
  for (let crash = 0; crash < 3; crash += 1) {
    await startReady();
    latest().exit({ signal: 'SIGSEGV' });
  }
  await startReady();
  supervisor.noteSuccess();
  latest().exit({ signal: 'SIGSEGV' });
  expect(await startReady()).toBeLessThan(1000);
});

test('leaves a GPU backend out after its second crash, one after the other, but never the CPU', async () => {
  const excluded: (readonly string[])[] = [];
  for (const backend of ['cuda', 'cuda', 'vulkan', 'vulkan', 'cpu', 'cpu', 'cpu']) {
    await startReady();
    excluded.push(backendCrashes.excluded);
    latest().say({ kind: 'backend', backend });
    latest().exit({ signal: 'SIGSEGV' });
  }
  expect(excluded).toEqual([
    [],
    [],
    ['cuda'],
    ['cuda'],
    ['cuda', 'vulkan'],
    ['cuda', 'vulkan'],
    ['cuda', 'vulkan'],
  ]);
});

test('does not blame the backend for a kill from outside', async () => {
  for (let kill = 0; kill < 3; kill += 1) {
    await startReady();
    latest().say({ kind: 'backend', backend: 'vulkan' });
    latest().exit({ signal: 'SIGKILL' });
  }
  await startReady();
  expect(backendCrashes.excluded).toEqual([]);
});

test('asks the process to stop, and kills it only when it does not', async () => {
  await startReady();
  const polite = latest();
  const stopped = supervisor.stop();
  expect(polite.received.at(-1)).toEqual({ kind: 'stop' });
  await vi.advanceTimersByTimeAsync(times.stopMs - 1);
  expect(polite.wasKilled).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await stopped;
  expect(polite.wasKilled).toBe(true);
  expect(ends).toEqual([]);
});

test('waits for a process that still answers after it was asked to stop, but not for ever', async () => {
  await startReady();
  const saving = latest();
  const stopped = supervisor.stop();
  for (let waitedMs = 0; waitedMs < times.longestStopMs; waitedMs += 100) {
    expect(saving.wasKilled).toBe(false);
    const last = saving.received.at(-1);
    if (last?.kind === 'ping') saving.say({ kind: 'pong', beat: last.beat });
    await vi.advanceTimersByTimeAsync(100);
  }
  await stopped;
  expect(saving.wasKilled).toBe(true);
});

test('starts nothing after it was stopped, not even what was waiting', async () => {
  for (let crash = 0; crash < 3; crash += 1) {
    await startReady();
    latest().exit({ signal: 'SIGSEGV' });
  }
  const waiting = supervisor.start(unstopped());
  await supervisor.stop();
  const error = { code: 'engine.unavailable', reason: 'the engine was stopped' };
  expect(await waiting).toEqual({ ok: false, error });
  expect(await supervisor.start(unstopped())).toEqual({ ok: false, error });
  expect(started).toHaveLength(3);
});

test('lets one caller give up waiting without failing the others', async () => {
  const impatient = new AbortController();
  const first = supervisor.start(impatient.signal);
  const second = supervisor.start(unstopped());
  impatient.abort();
  expect(await first).toEqual({ ok: false, error: { code: 'engine.cancelled' } });
  latest().say({ kind: 'ready' });
  expect(await second).toEqual({ ok: true, value: null });
});

test('ignores what is no message of the protocol', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await startReady();
  latest().say({ kind: 'done', id: 'first' });
  latest().say('hello');
  expect(warn).toHaveBeenCalledTimes(2);
  expect(supervisor.isRunning).toBe(true);
  warn.mockRestore();
});

/** Long enough for a look at the memory, and the process gives a sign of life afterwards. */
async function passTime() {
  await vi.advanceTimersByTimeAsync(300);
  latest().say({ kind: 'pong', beat: 1 });
}

test.each([
  ['the computer had little while it loaded', '', true, true],
  ['the process said so', "terminate called after throwing an instance of 'std::bad_alloc'", false, true],
  ['there was enough', 'GGML_ASSERT failed', false, false],
] as const)(
  'tells of a crash whether memory was short: %s',
  async (_, stderrTail, isShort, wasMemoryShort) => {
    await startReady();
    latest().say({ kind: 'backend', backend: 'vulkan' });
    latest().say({ kind: 'loading', modelPath: '/models/a.gguf' });
    await passTime();
    isMemoryShort = isShort;
    await passTime();
    // What the process took is free again by the time that its end is known.
    isMemoryShort = false;
    await passTime();
    latest().exit({ signal: 'SIGABRT', stderrTail });
    expect(ends).toMatchObject([{ loadingPath: '/models/a.gguf', wasMemoryShort }]);
    // Nor is the backend's crash one of its own.
    await startReady();
    latest().say({ kind: 'backend', backend: 'vulkan' });
    latest().exit({ signal: 'SIGABRT' });
    expect(backendCrashes.excluded).toEqual(wasMemoryShort ? [] : ['vulkan']);
  },
);

test('memory that was short during an earlier load is no excuse for a later one', async () => {
  await startReady();
  isMemoryShort = true;
  latest().say({ kind: 'loading', modelPath: '/models/a.gguf' });
  await passTime();
  isMemoryShort = false;
  latest().say({ kind: 'loading', modelPath: null });
  latest().say({ kind: 'loading', modelPath: '/models/b.gguf' });
  await passTime();
  latest().exit({ signal: 'SIGABRT' });
  expect(ends).toMatchObject([{ loadingPath: '/models/b.gguf', wasMemoryShort: false }]);
});
