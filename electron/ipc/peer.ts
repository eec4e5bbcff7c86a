import type { HostFrame } from '../../shared/frames.ts';

/** The host's end of one view's channel. */
export interface Peer {
  send(frame: HostFrame): void;
}

export interface PeerConnection {
  /** Any value; what is no valid frame is answered with a typed error. */
  receive(frame: unknown): void;
  /** The view is gone: cancels its calls and sends nothing more. */
  close(): void;
}
