import { z } from 'zod';
import { modelIdSchema } from '../ids.ts';
import { event, noError, nothing, request } from './define.ts';
import { engineErrorSchema } from './models.ts';

/** Whether a reranking model judges what searches find. */
export const rerankingStateSchema = z.object({
  /**
   * 'off': switched off. 'noModel': no reranking model is installed. 'failed': the last search did without, because
   * of `error`. 'ready': it judges the best passages of every search.
   */
  phase: z.enum(['off', 'noModel', 'failed', 'ready']),
  model: z.object({ id: modelIdSchema, name: z.string() }).nullable(),
  error: engineErrorSchema.nullable(),
});
export type RerankingState = z.infer<typeof rerankingStateSchema>;

export const reranking = {
  'reranking.getState': request({ input: nothing, output: rerankingStateSchema, error: noError }),
  /** After a failure: the next search uses the model again. */
  'reranking.retry': request({ input: nothing, output: nothing, error: noError }),
  'reranking.changed': event(rerankingStateSchema),
} as const;
