import { z } from 'zod';

/** Messages between the bench and the process that uses node-llama-cpp directly. */
const threads = z.int().min(1);

export const referenceCallSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('load'), modelPath: z.string(), contextTokens: z.int() }),
  z.object({
    kind: z.literal('decode'),
    threads,
    promptTokens: z.int(),
    tokens: z.int(),
    longestMs: z.number(),
  }),
  z.object({ kind: z.literal('prefill'), threads, tokens: z.int() }),
  /** Texts per second of one embedding context; null takes the library's defaults. */
  z.object({
    kind: z.literal('embed'),
    threads: threads.nullable(),
    tokens: z.int(),
    longestMs: z.number(),
  }),
  z.object({
    kind: z.literal('firstToken'),
    prefillThreads: threads,
    decodeThreads: threads,
    tokens: z.int(),
  }),
]);
export type ReferenceCall = z.infer<typeof referenceCallSchema>;

export const loadedReferenceSchema = z.object({
  cores: z.int(),
  /** What the library would use if nobody chose. */
  defaultThreads: z.int(),
  cpu: z.string(),
});
export type LoadedReference = z.infer<typeof loadedReferenceSchema>;

/** Tokens or texts per second, or milliseconds for `firstToken`. */
export const measureSchema = z.number();
