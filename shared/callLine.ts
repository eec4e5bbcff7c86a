import type { TransportError } from './contract/define.ts';
import type { ClientFrame, HostFrame } from './frames.ts';

/** A host frame that answers one call. */
export type AnswerFrame = Exclude<HostFrame, { readonly kind: 'event' | 'rejected' }>;

/** What an open call does with the frames that carry its id. */
export interface OpenCall {
  receive(frame: AnswerFrame): void;
  /** Ends the call with this error unless it has ended. */
  fail(error: TransportError): void;
}

/** The way of calls to the host and back. */
export interface CallLine {
  /** Gives the call an id and sends its first frame. @returns the error where that was not possible. */
  start(
    call: OpenCall,
    frameFor: (id: number) => ClientFrame,
  ): { readonly id: number } | { readonly error: TransportError };
  send(frame: ClientFrame): void;
  /** The call is over: later frames with its id are ignored. */
  forget(id: number): void;
}
