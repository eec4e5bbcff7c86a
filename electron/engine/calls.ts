import type { z } from 'zod';
import type { EngineError } from '../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { AnswerPart, ChildMessage, EngineCall, HostMessage } from './protocol.ts';
import { isPausable } from './queue.ts';

export interface CallTimes {
  /** A call may stay without any sign of life this long; a big file on a slow disk takes its time. */
  readonly quietMs: number;
  /** A cancelled call ends within one step of its work. */
  readonly cancelMs: number;
}

export const usualCallTimes: CallTimes = { quietMs: 10 * 60_000, cancelMs: 60_000 };

/** A deadline is waited for in so many parts, because on some systems a timer's time runs while the computer sleeps. */
const deadlineWaits = 10;

export interface CallInput<Value> {
  readonly call: EngineCall;
  /** What the answer has to look like; `resultSchemas` has one for each kind of call. */
  readonly result: z.ZodType<Value>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progressRatio: number) => void;
  readonly onPart?: (part: AnswerPart) => void;
}

/** The calls that wait for the engine process. */
export interface OpenCalls {
  call<Value>(input: CallInput<Value>): Promise<Result<Value, EngineError>>;
  receive(message: ChildMessage): void;
  /** Calls for background work give no sign of life while it is paused, and are not taken for stuck. */
  setPaused(isPaused: boolean): void;
  /** The process is gone: ends every call with this error. */
  endAll(error: EngineError): void;
}

interface OpenCall {
  readonly input: CallInput<unknown>;
  readonly finish: (result: Result<unknown, EngineError>) => void;
  readonly noteLife: () => void;
}

/** @param onStuck called when a call outlived its deadline. */
export function createOpenCalls(input: {
  /** @returns whether there is a process to send to. */
  readonly send: (message: HostMessage) => boolean;
  readonly times: CallTimes;
  readonly onStuck: (afterMs: number) => void;
}): OpenCalls {
  const { send, times, onStuck } = input;
  const open = new Map<number, OpenCall>();
  let isPaused = false;
  let lastId = 0;

  const carry = (call: CallInput<unknown>): Promise<Result<unknown, EngineError>> =>
    new Promise((resolve) => {
      lastId += 1;
      const id = lastId;
      let deadline: NodeJS.Timeout | undefined;
      let isCancelled = false;
      const isHeld = () => isPaused && !isCancelled && isPausableCall(call.call);
      const watch = () => {
        clearInterval(deadline);
        if (isHeld()) return;
        const ms = isCancelled ? times.cancelMs : times.quietMs;
        let waits = 0;
        deadline = setInterval(() => {
          waits += 1;
          if (waits === deadlineWaits) onStuck(ms);
        }, ms / deadlineWaits);
        deadline.unref();
      };
      const cancel = () => {
        isCancelled = true;
        watch();
        send({ kind: 'cancel', id });
      };
      open.set(id, {
        input: call,
        noteLife: () => {
          if (!isCancelled) watch();
        },
        finish(result) {
          open.delete(id);
          clearInterval(deadline);
          call.signal?.removeEventListener('abort', cancel);
          resolve(result);
        },
      });
      watch();
      if (!send({ kind: 'call', id, call: call.call })) {
        open.get(id)?.finish(fail({ code: 'engine.unavailable', reason: 'the engine is not running' }));
        return;
      }
      call.signal?.addEventListener('abort', cancel);
      if (call.signal?.aborted) cancel();
    });

  return {
    async call(request) {
      const result = await carry(request);
      if (!result.ok) return result;
      const value = request.result.safeParse(result.value);
      if (value.success) return ok(value.data);
      return fail({ code: 'engine.unavailable', reason: `the answer to ${request.call.kind} made no sense` });
    },
    receive(message) {
      if (!('id' in message)) return;
      // Background work sends nothing while it waits for a chat, so any life counts for all.
      for (const call of open.values()) call.noteLife();
      const call = open.get(message.id);
      if (message.kind === 'progress') call?.input.onProgress?.(message.progressRatio);
      if (message.kind === 'part') call?.input.onPart?.(message.part);
      if (message.kind === 'done') call?.finish(message.result);
    },
    setPaused(isPausedNow) {
      isPaused = isPausedNow;
      for (const call of open.values()) call.noteLife();
    },
    endAll(error) {
      for (const call of [...open.values()]) call.finish(fail(error));
    },
  };
}

function isPausableCall(call: EngineCall): boolean {
  if (call.kind === 'embed') return call.textKind !== 'query';
  return call.kind === 'generate' && isPausable(call.priority);
}
