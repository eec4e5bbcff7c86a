import { z } from 'zod';
import type { EngineError } from '../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Child, ChildExit, StartChild } from '../children/child.ts';
import type { BackendCrashes } from './backendCrashes.ts';
import type { ContextsFolder } from './contextFiles.ts';
import { engineProcess } from './engineProcess.ts';
import { saysMemoryWasShort, watchLoadingMemory } from './loadingMemory.ts';
import { type ChildMessage, childMessageSchema, type HostMessage } from './protocol.ts';

export interface SupervisorTimes {
  readonly handshakeMs: number;
  readonly heartbeatMs: number;
  /** Heartbeats in a row that may stay unanswered. Counted rather than timed, so that a sleeping computer does no harm. */
  readonly missedHeartbeats: number;
  /** How long a process that was asked to stop may be silent. */
  readonly stopMs: number;
  /** How long it may take in all: what was read of chats is saved then, and disks can be slow. */
  readonly longestStopMs: number;
  readonly firstBackOffMs: number;
  readonly longestBackOffMs: number;
}

export const usualTimes: SupervisorTimes = {
  handshakeMs: 30_000,
  heartbeatMs: 5_000,
  missedHeartbeats: 6,
  stopMs: 3_000,
  longestStopMs: 20_000,
  firstBackOffMs: 500,
  longestBackOffMs: 30_000,
};

/** Why a process ended without having been asked to. */
export interface UnexpectedEnd {
  readonly error: Extract<EngineError, { code: 'engine.crashed' | 'engine.notResponding' }>;
  /** The backend it used; 'auto' while it looked for one, null before that. */
  readonly backend: string | null;
  /** The model file it was loading; null where it was not. */
  readonly loadingPath: string | null;
  /** Memory was nearly out while it loaded, or the process said so itself. */
  readonly wasMemoryShort: boolean;
  readonly stderrTail: string;
}

export interface SupervisorInput {
  readonly startChild: StartChild;
  readonly entryPath: string;
  readonly times?: Partial<SupervisorTimes>;
  readonly memoryLimitBytes?: number;
  /** How the computer's memory stands now; absent: not asked. */
  readonly isMemoryShort?: () => Promise<boolean>;
  readonly threadCachePath?: string;
  readonly contexts?: ContextsFolder;
  readonly backendCrashes: BackendCrashes;
  readonly onMessage: (message: ChildMessage) => void;
  /** Called once for every process that ended unasked, after its handshake or before. */
  readonly onEnded: (end: UnexpectedEnd) => void;
}

/** Owns the engine process: at most one at a time. */
export interface Supervisor {
  readonly isRunning: boolean;
  /** Starts the process unless it runs, waiting first where it crashed again and again. */
  start(signal: AbortSignal): Promise<Result<null, EngineError>>;
  /** @returns whether there is a process to send to. */
  send(message: HostMessage): boolean;
  /** Ends a process that does not do its work any more. */
  giveUp(afterMs: number): void;
  /** The engine has proved to work: the next crash is a first one again. */
  noteSuccess(): void;
  stop(): Promise<void>;
}

const stopped = fail({ code: 'engine.unavailable', reason: 'the engine was stopped' } as const);

export function createSupervisor(input: SupervisorInput): Supervisor {
  const times = { ...usualTimes, ...input.times };
  let crashesInARow = 0;
  let current: RunningProcess | null = null;
  let starting: Promise<Result<null, EngineError>> | null = null;
  const disposal = new AbortController();

  const noteEnd = (end: UnexpectedEnd) => {
    current = null;
    crashesInARow += 1;
    // Someone's `kill -9`, or the system short of memory, says nothing about the backend.
    const isOwnFault =
      end.error.code !== 'engine.crashed' || (end.error.signal !== 'SIGKILL' && !end.wasMemoryShort);
    if (isOwnFault && end.backend !== null && end.backend !== 'cpu') input.backendCrashes.note(end.backend);
    input.onEnded(end);
  };

  const begin = async (): Promise<Result<null, EngineError>> => {
    const backOffMs =
      crashesInARow < 2
        ? 0
        : Math.min(times.longestBackOffMs, times.firstBackOffMs * 2 ** (crashesInARow - 2));
    await waitFor(backOffMs, disposal.signal);
    if (disposal.signal.aborted) return stopped;
    const process = startProcess({ ...input, times, onEnded: noteEnd });
    current = process;
    return process.ready;
  };

  return {
    get isRunning() {
      return current?.isReady() ?? false;
    },
    async start(signal) {
      if (disposal.signal.aborted) return stopped;
      if (current?.isReady()) return ok(null);
      starting ??= begin().finally(() => {
        starting = null;
      });
      return Promise.race([starting, cancelled(signal)]);
    },
    send(message) {
      if (current === null || !current.isReady()) return false;
      current.send(message);
      return true;
    },
    giveUp: (afterMs) => current?.giveUp(afterMs),
    noteSuccess() {
      crashesInARow = 0;
    },
    async stop() {
      disposal.abort();
      await current?.stop();
      current = null;
    },
  };
}

interface RunningProcess {
  readonly ready: Promise<Result<null, EngineError>>;
  isReady(): boolean;
  send(message: HostMessage): void;
  giveUp(afterMs: number): void;
  stop(): Promise<void>;
}

function startProcess(input: SupervisorInput & { readonly times: SupervisorTimes }): RunningProcess {
  const { times } = input;
  const child: Child = input.startChild({
    entryPath: input.entryPath,
    name: 'Sotto engine',
    ...engineProcess,
  });
  const ready = Promise.withResolvers<Result<null, EngineError>>();
  const exited = Promise.withResolvers<null>();
  let phase: 'starting' | 'ready' | 'stopping' | 'ended' = 'starting';
  let backend: string | null = null;
  let loadingPath: string | null = null;
  const memory = watchLoadingMemory(input.isMemoryShort);
  let gaveUpAfterMs: number | null = null;
  let unanswered = 0;
  let beat = 0;
  let silence: NodeJS.Timeout | undefined;

  const watchStop = () => {
    clearTimeout(silence);
    silence = setTimeout(() => child.kill(), times.stopMs);
  };
  const ping = () => {
    beat += 1;
    child.send({ kind: 'ping', beat } satisfies HostMessage);
  };
  const giveUp = (afterMs: number) => {
    if (phase === 'ended') return;
    gaveUpAfterMs ??= afterMs;
    child.kill();
  };
  const handshake = setTimeout(() => giveUp(times.handshakeMs), times.handshakeMs);
  const heartbeat = setInterval(() => {
    if (phase !== 'ready') return;
    if (unanswered >= times.missedHeartbeats) {
      giveUp(unanswered * times.heartbeatMs);
      return;
    }
    unanswered += 1;
    ping();
  }, times.heartbeatMs);
  heartbeat.unref();

  child.onMessage((raw) => {
    const message = parseMessage(raw);
    if (message === null || phase === 'ended') return;
    unanswered = 0;
    if (phase === 'stopping') watchStop();
    if (message.kind === 'ready' && phase === 'starting') {
      clearTimeout(handshake);
      phase = 'ready';
      ready.resolve(ok(null));
    }
    if (message.kind === 'backend') backend = message.backend;
    if (message.kind === 'loading') {
      loadingPath = message.modelPath;
      memory.noteLoading(loadingPath);
    }
    input.onMessage(message);
  });
  child.onExit((exit) => {
    clearTimeout(handshake);
    clearInterval(heartbeat);
    memory.dispose();
    const wasAsked = phase === 'stopping';
    phase = 'ended';
    exited.resolve(null);
    if (wasAsked) {
      ready.resolve(stopped);
      return;
    }
    const error = endError(exit, gaveUpAfterMs);
    const { stderrTail } = exit;
    const wasMemoryShort = memory.wasShort || saysMemoryWasShort(stderrTail);
    input.onEnded({ error, backend, loadingPath, wasMemoryShort, stderrTail });
    ready.resolve(fail(error));
  });
  child.send({
    kind: 'start',
    memoryLimitBytes: input.memoryLimitBytes ?? null,
    contexts: input.contexts ?? null,
    ...(input.threadCachePath === undefined ? {} : { threadCachePath: input.threadCachePath }),
  } satisfies HostMessage);

  return {
    ready: ready.promise,
    isReady: () => phase === 'ready',
    send: (message) => child.send(message),
    giveUp,
    async stop() {
      if (phase === 'ended') return;
      phase = 'stopping';
      child.send({ kind: 'stop' } satisfies HostMessage);
      watchStop();
      const pings = setInterval(ping, times.stopMs / 3);
      const killer = setTimeout(() => child.kill(), times.longestStopMs);
      await exited.promise;
      clearInterval(pings);
      for (const timer of [silence, killer]) clearTimeout(timer);
    },
  };
}

/** What a process says that is no message of ours is ignored; a broken one is caught by the deadlines. */
function parseMessage(raw: unknown): ChildMessage | null {
  const message = childMessageSchema.safeParse(raw);
  if (message.success) return message.data;
  console.warn('engine: message not understood', z.prettifyError(message.error));
  return null;
}

function endError(exit: ChildExit, gaveUpAfterMs: number | null): UnexpectedEnd['error'] {
  if (gaveUpAfterMs !== null) return { code: 'engine.notResponding', afterMs: gaveUpAfterMs };
  return { code: 'engine.crashed', signal: exit.signal, exitCode: exit.exitCode };
}

function cancelled(signal: AbortSignal): Promise<Result<null, EngineError>> {
  const result = fail({ code: 'engine.cancelled' } as const);
  if (signal.aborted) return Promise.resolve(result);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(result), { once: true }));
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
  });
}
