import type { DocumentError } from '../../../shared/contract/documents.ts';
import type { Source } from './source.ts';

/** Thrown deep inside a reader where a limit of the file is reached; the reader's caller answers its error. */
export class LimitExceeded extends Error {
  readonly error: DocumentError;
  constructor(error: DocumentError) {
    super(error.code);
    this.error = error;
  }
}

/** Counts text while it is collected, so that a small file cannot grow to more than may be read. */
export function createTextBudget({
  fileName,
  limits,
}: Pick<Source, 'fileName' | 'limits'>): (text: string) => void {
  let characters = 0;
  return (text) => {
    characters += text.length;
    const { maxTextCharacters: maxBytes } = limits;
    if (characters > maxBytes) {
      throw new LimitExceeded({ code: 'documents.tooLarge', fileName, sizeBytes: characters, maxBytes });
    }
  };
}
