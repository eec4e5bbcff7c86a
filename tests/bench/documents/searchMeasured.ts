import { z } from 'zod';

/** What the process that measures searches says at its end. */
export const searchMeasuredSchema = z.object({
  searches: z.array(
    z.object({
      name: z.string(),
      p50Ms: z.number(),
      p95Ms: z.number(),
      /** Of the 95th percentile at 100,000 chunks, where it is another than keyword search's. */
      targetMs: z.number().optional(),
    }),
  ),
  chunksPerSecond: z.number(),
  databaseToText: z.number(),
  peakMegabytes: z.number(),
  /** Of the ten passages that are really most similar, how many a search by meaning finds. */
  recallAt10: z.number(),
});

export type SearchMeasured = z.infer<typeof searchMeasuredSchema>;
