import { z } from 'zod';

/** One sentence of an answer, held against the passages that it cites. */
export const sentenceCheckSchema = z.object({
  /** Its place in the answer's text, in UTF-16 units; its citations are part of it. */
  start: z.int().min(0),
  end: z.int().min(0),
  /** 'unchecked': nothing could be said either way. 'uncited': it claims something and names no passage. */
  verdict: z.enum(['supported', 'unsupported', 'unchecked', 'uncited']),
  /** What decided: the words that both have, or the model's reading; null where nothing did. */
  by: z.enum(['words', 'model']).nullable(),
  /** The passages it was held against, counted from 1. */
  numbers: z.array(z.int().min(1)),
  /** Numbers it cites that no passage has. */
  unknownNumbers: z.array(z.int()),
  /** Its numbers, dates and names that stand in none of the passages. */
  missing: z.array(z.string()),
});
export type SentenceCheck = z.infer<typeof sentenceCheckSchema>;

export const answerChecksSchema = z.object({
  sentences: z.array(sentenceCheckSchema),
  /** The model is still asked about sentences that words do not decide; they are 'unchecked' meanwhile. */
  isRunning: z.boolean(),
});
export type AnswerChecks = z.infer<typeof answerChecksSchema>;
