import type { Child, ChildExit, StartChild } from '../../../electron/children/child.ts';
import type { ChildMessage, HostMessage } from '../../../electron/engine/protocol.ts';
import { hostMessageSchema } from '../../../electron/engine/protocol.ts';

/** A process that does what the test says. */
export interface FakeChild {
  readonly received: HostMessage[];
  wasKilled: boolean;
  say(message: ChildMessage | unknown): void;
  exit(exit?: Partial<ChildExit>): void;
}

/** @returns every process that was started, oldest first. */
export function fakeProcesses(): { readonly startChild: StartChild; readonly started: FakeChild[] } {
  const started: FakeChild[] = [];
  const startChild: StartChild = (): Child => {
    const messageListeners: ((message: unknown) => void)[] = [];
    const exitListeners: ((exit: ChildExit) => void)[] = [];
    let hasExited = false;
    const fake: FakeChild = {
      received: [],
      wasKilled: false,
      say(message) {
        for (const listener of messageListeners) listener(message);
      },
      exit(exit = {}) {
        if (hasExited) return;
        hasExited = true;
        for (const listener of exitListeners)
          listener({ exitCode: null, signal: null, stderrTail: '', ...exit });
      },
    };
    started.push(fake);
    return {
      pid: started.length,
      send: (message) => void fake.received.push(hostMessageSchema.parse(message)),
      onMessage: (listener) => void messageListeners.push(listener),
      onExit: (listener) => void exitListeners.push(listener),
      kill() {
        fake.wasKilled = true;
        fake.exit({ signal: 'SIGKILL' });
      },
    };
  };
  return { startChild, started };
}
