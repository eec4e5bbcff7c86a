import type { HostFrame } from '../../shared/frames.ts';

/** The host's end of one view's channel. */
export interface Peer {
  send(frame: HostFrame): void;
  /** Resolves when the channel can take more. Absent where sent frames never pile up. */
  whenWritable?(): Promise<void>;
  /** The host is ending: the view's side of the channel should end too. */
  close?(): void;
}

export interface PeerConnection {
  /** Any value; what is no valid frame is answered with a typed error. */
  receive(frame: unknown): void;
  /** The view is gone: cancels its calls and sends nothing more. */
  close(): void;
}

/** Opens one view's channel. */
export type Connect = (peer: Peer) => PeerConnection;
