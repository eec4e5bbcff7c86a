import type { TransportError } from '../../shared/contract/define.ts';
import type { OriginalError } from '../../shared/contract/originals.ts';

/** Why the text stands where the page could; null where there are no pages to miss. */
export function whyText(
  error: OriginalError | TransportError | { readonly code: 'pdf.failed' },
): string | null {
  switch (error.code) {
    case 'originals.notPaged':
      return null;
    case 'originals.notKept':
      return 'The file itself was not kept, so this is the text that was read from it.';
    case 'originals.moved':
      return 'The file is no longer where it was, so this is the text that was read from it.';
    case 'originals.changed':
      return 'The file has changed since it was read, so this is its text as it was. Add it again to read the new one.';
    default:
      return 'The file’s pages cannot be shown now, so this is the text that was read from it.';
  }
}
