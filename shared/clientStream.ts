import type { AnswerFrame, CallLine } from './callLine.ts';
import { type TransportError, transportErrorSchema } from './contract/define.ts';
import {
  contract,
  type ErrorOf,
  type FinishedOf,
  type InputOf,
  type ItemOf,
  type StreamEvent,
  type StreamName,
} from './contract/index.ts';
import { initialCredit } from './frames.ts';
import { readAs } from './readContract.ts';
import { createStreamInbox } from './streamInbox.ts';

/** How long a stopped stream waits for the host's last word, which carries what was kept. */
const stopDeadlineMs = 10_000;
/** Taken items are acknowledged in batches of this many. */
const pullBatch = initialCredit / 2;
/** More items than any host may send ahead: the host does not keep to the credit. */
const maxHeldItems = initialCredit * 2;

interface StreamCall<Name extends StreamName> {
  readonly line: CallLine;
  readonly name: Name;
  readonly input: InputOf<Name>;
  readonly signal: AbortSignal | undefined;
}

/** A stream of the host. Each loop over it is a call of its own, opened when the first event is asked for. */
export function openStream<Name extends StreamName>(
  call: StreamCall<Name>,
): AsyncIterable<StreamEvent<Name>> {
  return { [Symbol.asyncIterator]: () => iterateStream(call) };
}

function iterateStream<Name extends StreamName>(
  call: StreamCall<Name>,
): AsyncIterator<StreamEvent<Name>, undefined> {
  const { line, name, input, signal } = call;
  const inbox = createStreamInbox<StreamEvent<Name>>(acknowledge);
  let state: 'unopened' | 'open' | 'over' = 'unopened';
  let id: number | null = null;
  let takenItems = 0;
  let stopTimer: ReturnType<typeof setTimeout> | undefined;

  function open() {
    state = 'open';
    if (signal?.aborted) return end({ kind: 'failed', error: { code: 'cancelled' } });
    const started = line.start({ receive, fail: (error) => end({ kind: 'failed', error }) }, (newId) => ({
      kind: 'open',
      id: newId,
      name,
      input,
    }));
    if ('error' in started) return end({ kind: 'failed', error: started.error });
    id = started.id;
    signal?.addEventListener('abort', stop, { once: true });
  }

  function end(terminal: StreamEvent<Name>) {
    if (state === 'over') return;
    close();
    inbox.end(terminal);
  }

  function close() {
    state = 'over';
    clearTimeout(stopTimer);
    signal?.removeEventListener('abort', stop);
    if (id !== null) line.forget(id);
  }

  /** Ends the call on both sides; for a host that does not keep to the protocol. */
  function giveUp(reference: string) {
    if (state === 'over') return;
    if (id !== null) line.send({ kind: 'cancel', id });
    end({ kind: 'failed', error: { code: 'internal', reference } });
  }

  function stop() {
    if (state !== 'open' || id === null) return;
    line.send({ kind: 'cancel', id });
    stopTimer = setTimeout(() => end({ kind: 'failed', error: { code: 'cancelled' } }), stopDeadlineMs);
  }

  function acknowledge() {
    takenItems += 1;
    if (takenItems < pullBatch || state !== 'open' || id === null) return;
    line.send({ kind: 'pull', id, credit: takenItems });
    takenItems = 0;
  }

  function receive(frame: AnswerFrame) {
    if (frame.kind === 'item') {
      const item = readAs<ItemOf<Name>>(contract[name].item, frame.item);
      if (!item.ok) return giveUp('unreadableItem');
      inbox.putItem(frame.sequence, { kind: 'item', item: item.value });
      if (inbox.size() > maxHeldItems) giveUp('creditOverrun');
    } else if (inbox.hasGap()) giveUp('missingItem');
    else if (frame.kind === 'finished') {
      const value = readAs<FinishedOf<Name>>(contract[name].finished, frame.value);
      if (value.ok) end({ kind: 'finished', value: value.value });
      else giveUp('unreadableAnswer');
    } else if (frame.kind === 'failed') end({ kind: 'failed', error: readError(frame.error) });
    else giveUp('unreadableAnswer');
  }

  function readError(error: unknown) {
    const ofEndpoint = readAs<ErrorOf<Name>>(contract[name].error, error);
    if (ofEndpoint.ok) return ofEndpoint.value;
    const ofTransport = readAs<TransportError>(transportErrorSchema, error);
    return ofTransport.ok ? ofTransport.value : ofTransport.error;
  }

  return {
    next() {
      if (state === 'unopened') open();
      return inbox.next();
    },
    return() {
      if (state === 'open' && id !== null) line.send({ kind: 'cancel', id });
      close();
      inbox.leave();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}
