import { installNetworkGuard } from '../../network/guard.ts';
import { type ChildMessage, type HostMessage, hostMessageSchema } from '../protocol.ts';
import type { CallHandlers } from './calls.ts';
import { openPort } from './port.ts';

/** Entry of the engine process. The library is imported only once the host has said how to start. */

const port = openPort();
const send = (message: ChildMessage) => port.send(message);

installNetworkGuard({
  process: 'engine',
  onBlocked: (connection) => send({ kind: 'connectionBlocked', connection }),
});

// Ctrl-C in a terminal reaches the whole process group; when the engine ends is for the host to say.
process.on('SIGINT', () => undefined);

const running = new Map<number, AbortController>();
let handlers: Promise<CallHandlers> | null = null;

port.onClosed(() => process.exit(0));
port.onMessage((raw) => {
  const message = hostMessageSchema.parse(raw);
  void receive(message);
});

async function receive(message: HostMessage): Promise<void> {
  switch (message.kind) {
    case 'start': {
      handlers = start(message);
      await handlers;
      send({ kind: 'ready' });
      return;
    }
    case 'ping':
      send({ kind: 'pong', beat: message.beat });
      return;
    case 'call':
      await carryOut(message);
      return;
    case 'cancel':
      running.get(message.id)?.abort();
      return;
    case 'pace':
      (await handlers)?.setPace(message.pace);
      return;
    case 'stop': {
      for (const controller of running.values()) controller.abort();
      await (await handlers)?.dispose();
      process.exit(0);
    }
  }
}

async function start(message: Extract<HostMessage, { kind: 'start' }>) {
  const { createCallHandlers } = await import('./calls.ts');
  return createCallHandlers({
    ...message,
    onBackend: (backend) => send({ kind: 'backend', backend }),
    onThreads: (threads) => send({ kind: 'threads', threads }),
    onLoading: (modelPath) => send({ kind: 'loading', modelPath }),
    onEmbedder: (embedder) => send({ kind: 'embedder', embedder }),
    onReranker: (reranker) => send({ kind: 'reranker', reranker }),
  });
}

async function carryOut({ id, call }: Extract<HostMessage, { kind: 'call' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  let reportedRatio = 0;
  const reportedStep = 0.01;
  const ready = await handlers;
  if (ready === null) throw new Error('a call before the start');
  const result = await ready.handle(call, {
    signal: controller.signal,
    onProgress(progressRatio) {
      if (progressRatio < reportedRatio + reportedStep) return;
      reportedRatio = progressRatio;
      send({ kind: 'progress', id, progressRatio: Math.min(1, progressRatio) });
    },
    emit: (part) => send({ kind: 'part', id, part }),
  });
  running.delete(id);
  send({ kind: 'done', id, result });
}
