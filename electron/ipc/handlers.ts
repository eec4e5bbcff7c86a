import type {
  ErrorOf,
  EventName,
  FinishedOf,
  InputOf,
  ItemOf,
  OutputOf,
  PayloadOf,
  RequestName,
  StreamName,
} from '../../shared/contract/index.ts';
import type { Result } from '../../shared/result.ts';

export interface CallContext {
  /** Aborted when the view cancels, leaves the stream or closes. */
  readonly signal: AbortSignal;
}

export type RequestHandler<Name extends RequestName> = (
  input: InputOf<Name>,
  context: CallContext,
) => Promise<Result<OutputOf<Name>, ErrorOf<Name>>> | Result<OutputOf<Name>, ErrorOf<Name>>;

/** What a stream handler yields: items, then exactly one of the other two. */
export type HandlerEvent<Name extends StreamName> =
  | { readonly kind: 'item'; readonly item: ItemOf<Name> }
  | { readonly kind: 'finished'; readonly value: FinishedOf<Name> }
  | { readonly kind: 'failed'; readonly error: ErrorOf<Name> };

export type StreamHandler<Name extends StreamName> = (
  input: InputOf<Name>,
  context: CallContext,
) => AsyncIterable<HandlerEvent<Name>>;

/** One handler for every request and stream of the contract; a missing one is a type error. */
export type Handlers = { readonly [Name in RequestName]: RequestHandler<Name> } & {
  readonly [Name in StreamName]: StreamHandler<Name>;
};

/** Tells every open view that something happened. */
export type Publish = <Name extends EventName>(name: Name, payload: PayloadOf<Name>) => void;
