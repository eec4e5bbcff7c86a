import type { Citation } from '../../shared/contract/chat.ts';
import { pageRange } from './words.ts';

/** A citation as commands print it with --json. */
export function toSource({ n, passage }: Citation) {
  return { n, path: passage.path, page: passage.pages[0], text: passage.text };
}

export function describeSources(citations: readonly Citation[]): string {
  return citations.map(({ n, passage }) => `[${n}] ${passage.path}, ${pageRange(passage.pages)}`).join('\n');
}
