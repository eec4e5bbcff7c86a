import { ok } from '../../../shared/result.ts';
import type { Documents } from '../../documents/documents.ts';
import type { Handlers } from '../handlers.ts';
import { addingStream } from './documents.ts';

type RecognitionHandlers = Pick<Handlers, Extract<keyof Handlers, `recognition.${string}`>>;

export function recognitionRoutes(documents: Documents): RecognitionHandlers {
  return {
    'recognition.get': ({ documentId }) => ok(documents.store.getRecognition(documentId)),
    'recognition.readAgain': (input, { signal }) =>
      addingStream((onProgress) => documents.readAgain({ ...input, signal, onProgress })),
  };
}
