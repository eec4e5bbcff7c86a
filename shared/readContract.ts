import type { z } from 'zod';
import type { TransportError } from './contract/define.ts';
import { fail, ok, type Result } from './result.ts';

/**
 * Parses what the host sent by `schema`, which must be the one that `Value` is inferred from. A mismatch means
 * that host and view disagree about the contract: a bug.
 */
export function readAs<Value>(schema: z.ZodType, value: unknown): Result<Value, TransportError> {
  const parsed = schema.safeParse(value);
  return isReadAs<Value>(parsed)
    ? ok(parsed.data)
    : fail({ code: 'internal', reference: 'unreadableAnswer' });
}

/** The compiler cannot tie a schema picked by a generic endpoint name to that endpoint's type, so this states it. */
function isReadAs<Value>(parsed: z.ZodSafeParseResult<unknown>): parsed is z.ZodSafeParseSuccess<Value> {
  return parsed.success;
}
