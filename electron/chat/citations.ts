import type { Citation, Grounding } from '../../shared/contract/chat.ts';
import { referencedNumbers, referenceSource } from '../../shared/references.ts';

/** Numbers the answer cites in square brackets, in order of first use, without those no passage has. */
export function citedNumbers(text: string, passages: number): number[] {
  // Code is quoted text: an index such as list[1] cites nothing.
  const prose = text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, '');
  const references = prose.match(new RegExp(referenceSource, 'g')) ?? [];
  return [...new Set(references.flatMap(referencedNumbers))].filter((n) => n >= 1 && n <= passages);
}

export function citationsOf(numbers: readonly number[], grounding: Grounding | null): Citation[] {
  return numbers.flatMap((n) => {
    const passage = grounding?.passages[n - 1];
    return passage ? [{ n, passage }] : [];
  });
}
