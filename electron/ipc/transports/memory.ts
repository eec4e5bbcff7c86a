import type { FrameChannel } from '../../../shared/frames.ts';
import type { Connect } from '../peer.ts';

/** A channel to a host in the same process, for the terminal and for tests. */
export interface MemoryChannel extends FrameChannel {
  /** Ends it for both sides. */
  close(): void;
}

/**
 * Frames are copied and arrive in a later turn, as over any other transport: neither side can touch the other's
 * objects, and what could not leave a process throws here too.
 */
export function openMemoryChannel(connect: Connect): MemoryChannel {
  const frameListeners = new Set<(frame: unknown) => void>();
  const closedListeners = new Set<() => void>();
  let isClosed = false;

  const connection = connect({
    send(frame) {
      const copy: unknown = structuredClone(frame);
      queueMicrotask(() => {
        if (isClosed) return;
        for (const listener of [...frameListeners]) listener(copy);
      });
    },
    close,
  });

  function close() {
    if (isClosed) return;
    isClosed = true;
    connection.close();
    for (const listener of [...closedListeners]) listener();
  }

  return {
    send(frame) {
      if (isClosed) return;
      const copy: unknown = structuredClone(frame);
      queueMicrotask(() => {
        if (!isClosed) connection.receive(copy);
      });
    },
    onFrame(listener) {
      frameListeners.add(listener);
      return () => void frameListeners.delete(listener);
    },
    onClosed(listener) {
      closedListeners.add(listener);
      return () => void closedListeners.delete(listener);
    },
    close,
  };
}
