/** The two ways a child talks to its host: Electron's `utilityProcess` and Node's `fork`. */
export interface Port {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Null where this module was not started as a child. */
export function openPort(): Port | null {
  const parentPort = electronPort(process);
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => void parentPort.on('message', (event) => listener(event.data)),
    };
  }
  const send = process.send?.bind(process);
  if (!send) return null;
  return {
    send: (message) => void send(message, undefined, {}, () => undefined),
    onMessage(listener) {
      process.on('message', listener);
      // Without a host there is nobody left to read for.
      process.on('disconnect', () => process.exit(0));
    },
  };
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

function electronPort(candidate: object): ParentPort | null {
  return hasParentPort(candidate) ? candidate.parentPort : null;
}

function hasParentPort(candidate: object): candidate is { readonly parentPort: ParentPort } {
  return (
    'parentPort' in candidate && typeof candidate.parentPort === 'object' && candidate.parentPort !== null
  );
}
