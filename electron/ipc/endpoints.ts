import { z } from 'zod';
import type { RequestDefinition, StreamDefinition } from '../../shared/contract/define.ts';
import { contract } from '../../shared/contract/index.ts';
import type { CallContext, Handlers } from './handlers.ts';

const outcome = z.looseObject({ code: z.string() });

const anyResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: outcome }),
]);
/** A stream's event whatever its endpoint. */
export const anyStreamEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), item: z.unknown() }),
  z.object({ kind: z.literal('finished'), value: z.unknown() }),
  z.object({ kind: z.literal('failed'), error: outcome }),
]);
export type AnyResult = z.infer<typeof anyResult>;
export type AnyStreamEvent = z.infer<typeof anyStreamEvent>;
export type TerminalEvent = Exclude<AnyStreamEvent, { readonly kind: 'item' }>;

/** One request or stream of the contract with its handler; the types are checked at run time from here on. */
export interface Endpoint {
  readonly kind: 'request' | 'stream';
  readonly input: z.ZodType;
  call(input: unknown, context: CallContext): unknown;
  /** Parses what a request's handler answered. Throws where it breaks the contract. */
  readResult(value: unknown): AnyResult;
  /** Parses what a stream's handler yielded. Throws where it breaks the contract. */
  readEvent(value: unknown): AnyStreamEvent;
}

/** Every endpoint by name. A Map, because a name comes from outside and may be 'constructor'. */
export function listEndpoints(handlers: Handlers): ReadonlyMap<string, Endpoint> {
  const endpoints = new Map<string, Endpoint>();
  for (const [name, definition] of Object.entries(contract)) {
    if (definition.kind === 'event') continue;
    // Handlers has, under every name, the function for exactly that definition's parsed input.
    // biome-ignore lint/plugin: the compiler loses that tie once the name is a string.
    const call = Reflect.get(handlers, name) as Endpoint['call'];
    endpoints.set(name, { kind: definition.kind, input: definition.input, call, ...readers(definition) });
  }
  return endpoints;
}

function readers(
  definition: RequestDefinition | StreamDefinition,
): Pick<Endpoint, 'readResult' | 'readEvent'> {
  return {
    readResult(value) {
      const result = anyResult.parse(value);
      if (definition.kind === 'stream') throw new Error('A stream has no result');
      return result.ok
        ? { ok: true, value: definition.output.parse(result.value) }
        : { ok: false, error: outcome.parse(definition.error.parse(result.error)) };
    },
    readEvent(value) {
      const event = anyStreamEvent.parse(value);
      if (definition.kind === 'request') throw new Error('A request has no events');
      if (event.kind === 'item') return { kind: 'item', item: definition.item.parse(event.item) };
      if (event.kind === 'finished')
        return { kind: 'finished', value: definition.finished.parse(event.value) };
      return { kind: 'failed', error: outcome.parse(definition.error.parse(event.error)) };
    },
  };
}
