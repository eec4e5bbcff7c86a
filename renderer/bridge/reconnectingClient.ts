import type { Client } from '../../shared/client.ts';
import { createClient } from '../../shared/createClient.ts';
import type { FrameChannel } from '../../shared/frames.ts';

const firstRetryMs = 250;
const slowestRetryMs = 5000;

/** 'signedOut': the host is there, but this window needs a new link. It is tried again all the same. */
export type ConnectionStatus = 'connected' | 'reconnecting' | 'signedOut';

export interface ReconnectingClient {
  /** Stays the same over every reconnection, with its event listeners. */
  readonly client: Client;
  readonly status: () => ConnectionStatus;
  /** @returns a function that stops listening. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Resolves after the first attempt, whatever came of it. */
  readonly isTried: Promise<void>;
}

interface Registration {
  readonly attach: (client: Client) => () => void;
  detach: () => void;
}

/** Keeps a client connected: when the host goes, its open calls end once, and new ones work as soon as it is back. */
export function createReconnectingClient(input: {
  /** @returns null where no connection came about. */
  readonly openChannel: () => Promise<FrameChannel | null>;
  /** @returns null where the host did not answer. */
  readonly isSignedIn: () => Promise<boolean | null>;
}): ReconnectingClient {
  const registrations = new Set<Registration>();
  const listeners = new Set<() => void>();
  let current = createDisconnectedClient();
  let status: ConnectionStatus = 'reconnecting';
  let retryMs = firstRetryMs;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let isDisposed = false;

  function setStatus(next: ConnectionStatus) {
    if (next === status) return;
    status = next;
    for (const listener of [...listeners]) listener();
  }

  async function connect() {
    const channel = await input.openChannel();
    if (isDisposed) return;
    if (channel) return use(channel);
    const isSignedIn = await input.isSignedIn();
    if (isDisposed) return;
    setStatus(isSignedIn === false ? 'signedOut' : 'reconnecting');
    retryTimer = setTimeout(() => void connect(), retryMs);
    retryMs = Math.min(retryMs * 2, slowestRetryMs);
  }

  function use(channel: FrameChannel) {
    retryMs = firstRetryMs;
    current = createClient(channel);
    for (const registration of registrations) registration.detach = registration.attach(current);
    channel.onClosed(() => {
      current.dispose();
      if (isDisposed) return;
      setStatus('reconnecting');
      retryTimer = setTimeout(() => void connect(), retryMs);
    });
    setStatus('connected');
  }

  const client: Client = {
    request: (name, request, options) => current.request(name, request, options),
    open: (name, request, options) => ({
      [Symbol.asyncIterator]: () => current.open(name, request, options)[Symbol.asyncIterator](),
    }),
    on(name, listener) {
      const attach = (to: Client) => to.on(name, listener);
      const registration: Registration = { attach, detach: attach(current) };
      registrations.add(registration);
      return () => {
        registrations.delete(registration);
        registration.detach();
      };
    },
    dispose() {
      isDisposed = true;
      clearTimeout(retryTimer);
      current.dispose();
    },
  };

  return {
    client,
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    isTried: connect(),
  };
}

/** Answers everything with 'hostDisconnected'. */
function createDisconnectedClient(): Client {
  const client = createClient({ send() {}, onFrame: () => () => {}, onClosed: () => () => {} });
  client.dispose();
  return client;
}
