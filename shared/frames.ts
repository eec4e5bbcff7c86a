import { z } from 'zod';

/** The most one frame may weigh as JSON text, in bytes. Files never travel in frames. */
export const maxFrameBytes = 8 * 1024 * 1024;
/** Calls one view may have open at a time. */
export const maxOpenCalls = 256;
/** Items a host may send ahead of the view's last `pull`. */
export const initialCredit = 64;

const callId = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

/** View → host. */
export const clientFrameSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('request'), id: callId, name: z.string().max(100), input: z.unknown() }),
  z.object({ kind: z.literal('open'), id: callId, name: z.string().max(100), input: z.unknown() }),
  /** The view took this many more items; the host may send as many again. */
  z.object({ kind: z.literal('pull'), id: callId, credit: z.int().min(1).max(4096) }),
  z.object({ kind: z.literal('cancel'), id: callId }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

const failure = z.looseObject({ code: z.string() });

/** Host → view. */
export const hostFrameSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('response'),
    id: callId,
    result: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), error: failure }),
    ]),
  }),
  z.object({ kind: z.literal('item'), id: callId, sequence: z.int().min(0), item: z.unknown() }),
  z.object({ kind: z.literal('finished'), id: callId, value: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: callId, error: failure }),
  z.object({ kind: z.literal('event'), name: z.string(), payload: z.unknown() }),
  /** The host could not make sense of a frame that carried no usable call id. */
  z.object({ kind: z.literal('rejected'), error: failure }),
]);
export type HostFrame = z.infer<typeof hostFrameSchema>;

/** A two-way pipe of frames. The Electron bridge, the WebSocket and the in-memory pair all are one. */
export interface FrameChannel {
  send(frame: ClientFrame): void;
  /** @returns a function that stops listening. */
  onFrame(listener: (frame: unknown) => void): () => void;
  /** Called once when the other side is gone. */
  onClosed(listener: () => void): () => void;
}
