import { z } from 'zod';
import { modelIdSchema } from '../ids.ts';
import { event, noError, nothing, request, stream } from './define.ts';
import { engineErrorSchema } from './models.ts';

/** Search by meaning: which model makes vectors of the passages, and how far it is. */
export const embeddingStateSchema = z.object({
  /**
   * 'off': switched off. 'noModel': no embedding model is installed. 'paused': by the person. 'held': to save power.
   * 'failed': it waits for the cause in `error` to be dealt with. 'ready': every passage was tried.
   */
  phase: z.enum(['off', 'noModel', 'embedding', 'paused', 'held', 'failed', 'ready']),
  /** The model whose vectors are wanted. */
  model: z.object({ id: modelIdSchema, name: z.string() }).nullable(),
  /** The model whose vectors searches use: another one until the wanted one has read everything. Null: words only. */
  servingName: z.string().nullable(),
  passages: z.int(),
  /** Of these, the ones that the wanted model has read. */
  embedded: z.int(),
  /** Of these, the ones that no vector could be made of, because of a failure. */
  failed: z.int(),
  /** Estimated from the last texts; null while nothing is being read. */
  remainingMs: z.number().nullable(),
  error: engineErrorSchema.nullable(),
});
export type EmbeddingState = z.infer<typeof embeddingStateSchema>;

export const embeddings = {
  'embeddings.getState': request({ input: nothing, output: embeddingStateSchema, error: noError }),
  /** Embeds what is waiting, until nothing is or the view leaves; a host that stays does so by itself. */
  'embeddings.run': stream({
    input: nothing,
    item: z.object({ kind: z.literal('state'), state: embeddingStateSchema }),
    finished: embeddingStateSchema,
    error: noError,
  }),
  /** Tries the texts that failed again, and goes on after a failure of the model. */
  'embeddings.retry': request({ input: nothing, output: nothing, error: noError }),
  'embeddings.changed': event(embeddingStateSchema),
} as const;
