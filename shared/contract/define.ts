import { z } from 'zod';

/** Input → `Result<output, error>`. */
export interface RequestDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Failure extends z.ZodType = z.ZodType,
> {
  readonly kind: 'request';
  readonly input: Input;
  readonly output: Output;
  readonly error: Failure;
}

/** Input → many items, then exactly one of `finished` or `failed`. */
export interface StreamDefinition<
  Input extends z.ZodType = z.ZodType,
  Item extends z.ZodType = z.ZodType,
  Finished extends z.ZodType = z.ZodType,
  Failure extends z.ZodType = z.ZodType,
> {
  readonly kind: 'stream';
  readonly input: Input;
  readonly item: Item;
  readonly finished: Finished;
  readonly error: Failure;
}

/** Host → every view, something that has happened. */
export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly payload: Payload;
}

/** Failures of the way between view and host, possible for every endpoint. */
export const transportErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('internal'), reference: z.string() }),
  z.object({ code: z.literal('invalidInput'), issues: z.array(z.string()) }),
  z.object({ code: z.literal('unknownEndpoint'), name: z.string() }),
  z.object({ code: z.literal('messageTooLarge'), maxBytes: z.int() }),
  z.object({ code: z.literal('tooManyCalls'), maxOpen: z.int() }),
  z.object({ code: z.literal('duplicateCall'), id: z.int() }),
  z.object({ code: z.literal('notAllowed') }),
  z.object({ code: z.literal('hostDisconnected') }),
  z.object({ code: z.literal('cancelled') }),
]);
export type TransportError = z.infer<typeof transportErrorSchema>;

export function request<I extends z.ZodType, O extends z.ZodType, E extends z.ZodType>(parts: {
  input: I;
  output: O;
  error: E;
}): RequestDefinition<I, O, E> {
  return { kind: 'request', ...parts };
}

export function stream<
  I extends z.ZodType,
  T extends z.ZodType,
  F extends z.ZodType,
  E extends z.ZodType,
>(parts: { input: I; item: T; finished: F; error: E }): StreamDefinition<I, T, F, E> {
  return { kind: 'stream', ...parts };
}

export function event<P extends z.ZodType>(payload: P): EventDefinition<P> {
  return { kind: 'event', payload };
}

/** The error of endpoints that have no failure of their own. */
export const noError = z.never();
export const nothing = z.object({});
