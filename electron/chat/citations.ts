import type { Citation, Grounding } from '../../shared/contract/chat.ts';

/** Numbers the answer cites in square brackets, in order of first use, without those no passage has. */
export function citedNumbers(text: string, passages: number): number[] {
  // Code is quoted text: an index such as list[1] cites nothing.
  const prose = text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, '');
  const numbers = [...prose.matchAll(/\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]/g)].flatMap((match) =>
    (match[1] ?? '').split(/\D+/).map(Number),
  );
  return [...new Set(numbers)].filter((number) => number >= 1 && number <= passages);
}

export function citationsOf(numbers: readonly number[], grounding: Grounding | null): Citation[] {
  return numbers.flatMap((n) => {
    const passage = grounding?.passages[n - 1];
    return passage ? [{ n, passage }] : [];
  });
}
