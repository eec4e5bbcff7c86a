import { z } from 'zod';
import { documentIdSchema } from '../ids.ts';
import { recognitionLanguageSchema, recognitionSchema } from '../recognition.ts';
import { noError, request, stream } from './define.ts';
import { documents } from './documents.ts';

const { item, finished, error } = documents['documents.add'];

/** How the words in a document's pictures were recognised, and recognising them once more. */
export const recognition = {
  'recognition.get': request({
    input: z.object({ documentId: documentIdSchema }),
    /** Null where no words had to be recognised. */
    output: recognitionSchema.nullable(),
    error: noError,
  }),
  /** Reads the file again; its summaries go with the text they were made of. */
  'recognition.readAgain': stream({
    input: z.object({
      documentId: documentIdSchema,
      recognitionLanguage: recognitionLanguageSchema,
      password: z.string().max(1000).optional(),
    }),
    item,
    finished,
    error,
  }),
} as const;
