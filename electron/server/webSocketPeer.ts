import type { RawData, WebSocket } from 'ws';
import type { Connect } from '../ipc/peer.ts';

const heartbeatMs = 30_000;
/** Above this many unsent bytes streams wait; the view reads too slowly. */
const pauseAboveBytes = 1024 * 1024;
/** Answers and events cannot wait. A view that leaves this much unread is cut off. */
const cutOffAboveBytes = 256 * 1024 * 1024;
/** A view that sends more frames than this in a second is read more slowly. */
const maxFramesPerSecond = 2000;

/** Connects one browser window's socket with the router. */
export function attachWebSocketPeer(socket: WebSocket, connect: Connect): void {
  const waiting = new Set<() => void>();
  let isAlive = true;
  let framesThisSecond = 0;

  const connection = connect({
    send(frame) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify(frame), releaseWaiting);
      if (socket.bufferedAmount > cutOffAboveBytes) socket.terminate();
    },
    whenWritable() {
      if (socket.bufferedAmount <= pauseAboveBytes || socket.readyState !== socket.OPEN) {
        return Promise.resolve();
      }
      return new Promise((resolve) => void waiting.add(resolve));
    },
    close: () => socket.close(1001),
  });

  function releaseWaiting() {
    if (socket.bufferedAmount > pauseAboveBytes && socket.readyState === socket.OPEN) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  }

  const heartbeat = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, heartbeatMs);
  const frameWindow = setInterval(() => {
    framesThisSecond = 0;
    if (socket.isPaused) socket.resume();
  }, 1000);

  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('message', (content: RawData, isBinary: boolean) => {
    isAlive = true;
    framesThisSecond += 1;
    if (framesThisSecond > maxFramesPerSecond) socket.pause();
    connection.receive(isBinary ? null : parseJson(content.toString()));
  });
  // 'close' always follows; without a listener the process would end.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    clearInterval(heartbeat);
    clearInterval(frameWindow);
    connection.close();
    releaseWaiting();
  });
}

/** @returns undefined, which is no frame, for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
