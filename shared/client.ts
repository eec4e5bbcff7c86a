import type { TransportError } from './contract/define.ts';
import type {
  ErrorOf,
  EventName,
  InputOf,
  OutputOf,
  PayloadOf,
  RequestName,
  StreamEvent,
  StreamName,
} from './contract/index.ts';
import type { Result } from './result.ts';

/** The contract as a view or the terminal calls it, over any `FrameChannel`. */
export interface Client {
  /** Never rejects. */
  request<Name extends RequestName>(
    name: Name,
    input: InputOf<Name>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result<OutputOf<Name>, ErrorOf<Name> | TransportError>>;
  /** Ends after exactly one `finished` or `failed`. Leaving the loop, or aborting `signal`, cancels. */
  open<Name extends StreamName>(
    name: Name,
    input: InputOf<Name>,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<StreamEvent<Name>>;
  /** @returns a function that stops listening. */
  on<Name extends EventName>(name: Name, listener: (payload: PayloadOf<Name>) => void): () => void;
  /** Ends every open call as 'hostDisconnected'. */
  dispose(): void;
}
