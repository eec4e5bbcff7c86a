import { createIdSource, readCallId } from './callIds.ts';
import type { CallLine, OpenCall } from './callLine.ts';
import type { Client } from './client.ts';
import { sendRequest } from './clientRequest.ts';
import { openStream } from './clientStream.ts';
import { contract, type EventName, type PayloadOf } from './contract/index.ts';
import { weighsMoreThan } from './frameSize.ts';
import { type FrameChannel, hostFrameSchema, maxFrameBytes } from './frames.ts';
import { readAs } from './readContract.ts';

/** Speaks the contract over a channel, for a view or the terminal. */
export function createClient(channel: FrameChannel): Client {
  const calls = new Map<number, OpenCall>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const nextId = createIdSource();
  let isClosed = false;

  const line: CallLine = {
    start(call, frameFor) {
      if (isClosed) return { error: { code: 'hostDisconnected' } };
      const id = nextId();
      const frame = frameFor(id);
      if (weighsMoreThan(frame, maxFrameBytes)) {
        return { error: { code: 'messageTooLarge', maxBytes: maxFrameBytes } };
      }
      calls.set(id, call);
      try {
        channel.send(frame);
      } catch (cause) {
        // The input holds something that no channel can carry, such as a function.
        calls.delete(id);
        return { error: { code: 'invalidInput', issues: [String(cause)] } };
      }
      return { id };
    },
    send(frame) {
      if (!isClosed) channel.send(frame);
    },
    forget: (id) => void calls.delete(id),
  };

  function receive(value: unknown) {
    const parsed = hostFrameSchema.safeParse(value);
    if (!parsed.success) {
      const id = readCallId(value);
      if (id !== null) calls.get(id)?.fail({ code: 'internal', reference: 'unreadableFrame' });
      return;
    }
    const frame = parsed.data;
    if (frame.kind === 'event') {
      for (const listener of [...(listeners.get(frame.name) ?? [])]) listener(frame.payload);
    } else if (frame.kind !== 'rejected') calls.get(frame.id)?.receive(frame);
  }

  function close() {
    if (isClosed) return;
    isClosed = true;
    stopReceiving();
    stopWatching();
    listeners.clear();
    const open = [...calls.values()];
    calls.clear();
    for (const call of open) call.fail({ code: 'hostDisconnected' });
  }

  let stopReceiving = () => {};
  let stopWatching = () => {};
  stopReceiving = channel.onFrame(receive);
  stopWatching = channel.onClosed(close);

  return {
    request: (name, input, options) => sendRequest({ line, name, input, signal: options?.signal }),
    open: (name, input, options) => openStream({ line, name, input, signal: options?.signal }),
    on<Name extends EventName>(name: Name, listener: (payload: PayloadOf<Name>) => void) {
      const receivePayload = (payload: unknown) => {
        const parsed = readAs<PayloadOf<Name>>(contract[name].payload, payload);
        if (parsed.ok) listener(parsed.value);
      };
      const receivers = listeners.get(name) ?? new Set();
      listeners.set(name, receivers.add(receivePayload));
      return () => void receivers.delete(receivePayload);
    },
    dispose: close,
  };
}
