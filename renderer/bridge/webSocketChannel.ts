import { socketPath } from '../../shared/fileUpload.ts';
import type { FrameChannel } from '../../shared/frames.ts';

/** @returns null where no connection came about. Calling it again is the way to reconnect: a socket is used once. */
export function openWebSocketChannel(baseUrl: string): Promise<FrameChannel | null> {
  const url = new URL(socketPath, baseUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(channelOf(socket)), { once: true });
    socket.addEventListener('close', () => resolve(null), { once: true });
  });
}

function channelOf(socket: WebSocket): FrameChannel {
  return {
    send(frame) {
      // A function or symbol would be left out silently, as JSON does; the contract's inputs are plain values.
      const text = JSON.stringify(frame);
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    onFrame(listener) {
      const receive = (message: MessageEvent<unknown>) => {
        const frame = typeof message.data === 'string' ? parseJson(message.data) : undefined;
        if (frame !== undefined) listener(frame);
      };
      socket.addEventListener('message', receive);
      return () => socket.removeEventListener('message', receive);
    },
    onClosed(listener) {
      const closed = () => listener();
      socket.addEventListener('close', closed, { once: true });
      return () => socket.removeEventListener('close', closed);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
