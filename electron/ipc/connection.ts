import { randomUUID } from 'node:crypto';
import { readCallId } from '../../shared/callIds.ts';
import type { TransportError } from '../../shared/contract/define.ts';
import { weighsMoreThan } from '../../shared/frameSize.ts';
import {
  type ClientFrame,
  clientFrameSchema,
  type HostFrame,
  initialCredit,
  maxFrameBytes,
  maxOpenCalls,
} from '../../shared/frames.ts';
import { assertNever } from '../../shared/result.ts';
import { type Credit, createCredit } from './credit.ts';
import type { AnyResult, Endpoint, TerminalEvent } from './endpoints.ts';
import type { Peer, PeerConnection } from './peer.ts';
import { pumpStream } from './streams.ts';

export type LogError = (reference: string, cause: unknown) => void;
type CallFrame = Extract<ClientFrame, { readonly kind: 'request' | 'open' }>;

interface OpenCall {
  readonly stop: AbortController;
  readonly credit: Credit;
  /** Resolves when the handler has ended or was given up. */
  readonly settled: Promise<void>;
}

/** One view's connection as the router sees it. */
export interface RouterConnection extends PeerConnection {
  /** Sends an event; nothing after `close`. */
  notify(frame: Extract<HostFrame, { readonly kind: 'event' }>): void;
  /** Resolves when the handlers of every call that was open have ended. */
  whenSettled(): Promise<void>;
}

/** Answers one view's frames. Nothing that a view sends makes it throw. */
export function createConnection(input: {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly peer: Peer;
  readonly logError: LogError;
  readonly onClosed: () => void;
}): RouterConnection {
  const { endpoints, peer, logError } = input;
  const calls = new Map<number, OpenCall>();
  let isClosed = false;

  function report(cause: unknown): TransportError {
    const reference = randomUUID();
    logError(reference, cause);
    return { code: 'internal', reference };
  }

  function send(frame: HostFrame): TransportError | null {
    if (isClosed) return null;
    try {
      peer.send(frame);
      return null;
    } catch (cause) {
      return report(cause);
    }
  }

  /** The one place where a call is answered for good. */
  function answer(frame: Extract<HostFrame, { readonly kind: 'response' | 'finished' | 'failed' }>) {
    const error = send(frame);
    if (!error) return;
    // The answer could not be carried; the view still learns that the call is over.
    if (frame.kind === 'response') send({ kind: 'response', id: frame.id, result: { ok: false, error } });
    else send({ kind: 'failed', id: frame.id, error });
  }

  function refuse(frame: { readonly kind: 'request' | 'open'; readonly id: number }, error: TransportError) {
    if (frame.kind === 'open') answer({ kind: 'failed', id: frame.id, error });
    else answer({ kind: 'response', id: frame.id, result: { ok: false, error } });
  }

  function receive(value: unknown) {
    if (isClosed) return;
    try {
      if (weighsMoreThan(value, maxFrameBytes)) {
        return refuseUnreadable(value, { code: 'messageTooLarge', maxBytes: maxFrameBytes });
      }
      const parsed = clientFrameSchema.safeParse(value);
      if (parsed.success) return dispatch(parsed.data);
      const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      refuseUnreadable(value, { code: 'invalidInput', issues });
    } catch (cause) {
      // A value can fight back when it is looked at, for example with a throwing getter.
      send({ kind: 'rejected', error: report(cause) });
    }
  }

  /** Answers the call where the value names a new one; else the view learns that something was rejected. */
  function refuseUnreadable(value: unknown, error: TransportError) {
    const id = readCallId(value);
    const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : null;
    if (id !== null && !calls.has(id) && (kind === 'request' || kind === 'open')) refuse({ kind, id }, error);
    else send({ kind: 'rejected', error });
  }

  function dispatch(frame: ClientFrame) {
    if (frame.kind === 'pull') calls.get(frame.id)?.credit.add(frame.credit);
    else if (frame.kind === 'cancel') calls.get(frame.id)?.stop.abort();
    else if (frame.kind === 'request' || frame.kind === 'open') startCall(frame);
    else assertNever(frame);
  }

  function startCall(frame: CallFrame) {
    const { id, name } = frame;
    // Answering by the id would end the call that has it already.
    if (calls.has(id)) return void send({ kind: 'rejected', error: { code: 'duplicateCall', id } });
    const endpoint = endpoints.get(name);
    if (!endpoint || (endpoint.kind === 'stream') !== (frame.kind === 'open')) {
      return refuse(frame, { code: 'unknownEndpoint', name });
    }
    if (calls.size >= maxOpenCalls) return refuse(frame, { code: 'tooManyCalls', maxOpen: maxOpenCalls });
    const parsed = endpoint.input.safeParse(frame.input);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      return refuse(frame, { code: 'invalidInput', issues });
    }
    const stop = new AbortController();
    const credit = createCredit(initialCredit);
    const run = frame.kind === 'open' ? runStream : runRequest;
    // The handler starts after this turn, so that the call is registered before it can be answered.
    const settled = Promise.resolve().then(() =>
      run({ id, endpoint, parsedInput: parsed.data, stop, credit }),
    );
    calls.set(id, { stop, credit, settled });
  }

  interface Run {
    readonly id: number;
    readonly endpoint: Endpoint;
    readonly parsedInput: unknown;
    readonly stop: AbortController;
    readonly credit: Credit;
  }

  async function runRequest({ id, endpoint, parsedInput, stop }: Run) {
    let result: AnyResult;
    try {
      result = endpoint.readResult(await endpoint.call(parsedInput, { signal: stop.signal }));
    } catch (cause) {
      result = { ok: false, error: endedBy(cause, stop.signal) };
    }
    calls.delete(id);
    answer({ kind: 'response', id, result });
  }

  async function runStream({ id, endpoint, parsedInput, stop, credit }: Run) {
    let terminal: TerminalEvent;
    try {
      terminal = (await pumpStream({
        events: endpoint.call(parsedInput, { signal: stop.signal }),
        readEvent: endpoint.readEvent,
        credit,
        signal: stop.signal,
        whenWritable: () => peer.whenWritable?.() ?? Promise.resolve(),
        sendItem(sequence, item) {
          if (send({ kind: 'item', id, sequence, item })) throw new Error('An item could not be sent');
        },
        onCleanupFailed: report,
      })) ?? { kind: 'failed', error: { code: 'cancelled' } satisfies TransportError };
    } catch (cause) {
      terminal = { kind: 'failed', error: endedBy(cause, stop.signal) };
    }
    calls.delete(id);
    stop.abort();
    answer({ ...terminal, id });
  }

  function endedBy(cause: unknown, signal: AbortSignal): TransportError {
    const isAbort = signal.aborted && cause instanceof Error && cause.name === 'AbortError';
    return isAbort ? { code: 'cancelled' } : report(cause);
  }

  return {
    receive,
    notify: (frame) => void send(frame),
    close() {
      if (isClosed) return;
      isClosed = true;
      input.onClosed();
      for (const call of calls.values()) call.stop.abort();
    },
    async whenSettled() {
      await Promise.all([...calls.values()].map((call) => call.settled));
    },
  };
}
