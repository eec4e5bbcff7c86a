import { z } from 'zod';

/** The languages whose letters Sotto recognises in pictures, by the codes of Tesseract's data. */
export const recognitionLanguages = {
  eng: { tag: 'en', script: 'Latin' },
  deu: { tag: 'de', script: 'Latin' },
  fra: { tag: 'fr', script: 'Latin' },
  spa: { tag: 'es', script: 'Latin' },
  ita: { tag: 'it', script: 'Latin' },
  por: { tag: 'pt', script: 'Latin' },
  nld: { tag: 'nl', script: 'Latin' },
  pol: { tag: 'pl', script: 'Latin' },
  ukr: { tag: 'uk', script: 'Cyrillic' },
  ara: { tag: 'ar', script: 'Arabic' },
  chi_sim: { tag: 'zh', script: 'Han' },
  jpn: { tag: 'ja', script: 'Japanese' },
  kor: { tag: 'ko', script: 'Korean' },
} as const;

export type RecognitionLanguage = keyof typeof recognitionLanguages;

export const recognitionLanguageSchema = z.enum([
  'eng',
  'deu',
  'fra',
  'spa',
  'ita',
  'por',
  'nld',
  'pol',
  'ukr',
  'ara',
  'chi_sim',
  'jpn',
  'kor',
] satisfies readonly RecognitionLanguage[]);

/** All that is shipped: the languages, and what tells scripts and which way is up. */
export const recognitionData: readonly string[] = ['osd', ...recognitionLanguageSchema.options];

/** The data for a language's tag, as 'de' or 'de-AT'; null where there is none. */
export function recognitionLanguageOf(tag: string | null): RecognitionLanguage | null {
  const language = tag?.toLowerCase().split('-')[0];
  return (
    recognitionLanguageSchema.options.find((code) => recognitionLanguages[code].tag === language) ?? null
  );
}

/** Below this a page's words are so unsure that a person should compare them with the picture. */
export const uncertainConfidence = 0.75;

/** One page whose words were recognised in a picture. */
export const recognisedPageSchema = z.object({
  page: z.int().min(1),
  /** 0 to 1: how sure the recognition is of the words it found, on average. 0 where it found none. */
  confidence: z.number().min(0).max(1),
  /** Why nothing of the page was read: no words in it, too slow, a picture that cannot be opened, too many pages. */
  problem: z.enum(['noWords', 'timedOut', 'failed', 'tooMany']).nullable(),
});
export type RecognisedPage = z.infer<typeof recognisedPageSchema>;

export const recognitionSchema = z.object({
  /** Null where no page has any words. */
  language: recognitionLanguageSchema.nullable(),
  pages: z.array(recognisedPageSchema),
});
export type Recognition = z.infer<typeof recognitionSchema>;

/** Whether a page should be compared with its picture. */
export function isUncertain({ confidence, problem }: RecognisedPage): boolean {
  return (
    problem === 'timedOut' || problem === 'failed' || (problem === null && confidence < uncertainConfidence)
  );
}
