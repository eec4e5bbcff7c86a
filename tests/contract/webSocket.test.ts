import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { Handlers } from '../../electron/ipc/handlers.ts';
import { type HostFrame, hostFrameSchema, maxFrameBytes } from '../../shared/frames.ts';
import { ok } from '../../shared/result.ts';
import { openSocket, startWebSocketHost, type WebSocketHost } from './transports.ts';

const hosts: WebSocketHost[] = [];

async function connect(handlers: Partial<Handlers>) {
  const host = await startWebSocketHost(handlers);
  hosts.push(host);
  return openSocket(host.port, host.cookie);
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.end()));
});

async function nextFrame(socket: WebSocket): Promise<HostFrame> {
  const [text] = await once(socket, 'message');
  return hostFrameSchema.parse(JSON.parse(String(text)));
}

describe('a WebSocket of a browser window', () => {
  // Would catch: text that is no JSON ending the connection or the host.
  test.each([
    '',
    '{',
    '[1,',
    'null',
    '"x"',
    '\u0000',
    '{"kind":"request"}',
    '[[[[]]]]',
    '{"__proto__":{"kind":"request"}}',
  ])('malformed text %j is rejected and the connection goes on', async (text) => {
    const socket = await connect({ 'models.list': () => ok([]) });
    socket.send(text);
    expect(await nextFrame(socket)).toMatchObject({ kind: 'rejected', error: { code: 'invalidInput' } });
    socket.send(JSON.stringify({ kind: 'request', id: 1, name: 'models.list', input: {} }));
    expect(await nextFrame(socket)).toEqual({ kind: 'response', id: 1, result: { ok: true, value: [] } });
  });

  // Would catch: bytes taken for text.
  test('binary messages are rejected', async () => {
    const socket = await connect({});
    socket.send(Buffer.from(JSON.stringify({ kind: 'request', id: 1, name: 'models.list', input: {} })));
    expect(await nextFrame(socket)).toMatchObject({ kind: 'rejected', error: { code: 'invalidInput' } });
  });

  // Would catch: a frame over the limit without a typed answer, or one far over it taken into memory.
  test('a frame over the limit is refused by its call, one far over it ends the connection', async () => {
    const socket = await connect({});
    const textOf = (length: number) =>
      JSON.stringify({ kind: 'request', id: 1, name: 'models.list', input: { text: 'x'.repeat(length) } });
    socket.send(textOf(maxFrameBytes));
    expect(await nextFrame(socket)).toEqual({
      kind: 'response',
      id: 1,
      result: { ok: false, error: { code: 'messageTooLarge', maxBytes: maxFrameBytes } },
    });
    socket.on('error', () => undefined);
    socket.send(textOf(maxFrameBytes * 4));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
  });

  // Would catch: a whole answer piling up in the host for a window that does not read.
  test('a stream waits while its window does not read', async () => {
    const text = 'x'.repeat(100_000);
    const total = 2000;
    let made = 0;
    const socket = await connect({
      'chat.send': async function* (_input, { signal }) {
        for (; made < total && !signal.aborted; made += 1)
          yield { kind: 'item', item: { kind: 'text', text } };
        yield { kind: 'failed', error: { code: 'chat.busy' } };
      },
    });
    socket.pause();
    socket.send(
      JSON.stringify({ kind: 'open', id: 1, name: 'chat.send', input: { conversationId: 'c', text: 'Hi' } }),
    );
    socket.send(JSON.stringify({ kind: 'pull', id: 1, credit: 4096 }));
    let before = -1;
    while (made === 0 || made !== before) {
      before = made;
      await wait(100);
    }
    expect(made).toBeLessThan(total / 2);

    const received: HostFrame[] = [];
    socket.on('message', (frame) => received.push(hostFrameSchema.parse(JSON.parse(String(frame)))));
    socket.resume();
    while (received.at(-1)?.kind !== 'failed') await once(socket, 'message');
    expect(received.filter((frame) => frame.kind === 'item').map((frame) => frame.sequence)).toEqual(
      Array.from({ length: total }, (_, index) => index),
    );
  });
});
