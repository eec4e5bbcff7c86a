import type { FileEvent } from '../../../shared/contract/library.ts';

/** What happened to a file, now. */
export function eventOf(
  event: Pick<FileEvent, 'change' | 'path'> & Partial<Pick<FileEvent, 'from' | 'documentId' | 'error'>>,
): FileEvent {
  return { from: null, documentId: null, error: null, at: new Date().toISOString(), ...event };
}
