import type { Passage } from '../../shared/contract/documents.ts';

const maxPassages = 5;
const maxSentences = 3;

/** What is answered where no model is installed: the best passages' sentences that share most with the question. */
export function passagesAnswer(question: string, passages: readonly Passage[]): string {
  const asked = wordsOf(question);
  const best = passages
    .map((passage, index) => ({ passage, n: index + 1 }))
    .toSorted((a, b) => b.passage.score - a.passage.score || a.n - b.n)
    .slice(0, maxPassages);
  return best.map(({ passage, n }) => `> ${excerpt(passage.text, asked)} [${n}]`).join('\n\n');
}

function excerpt(text: string, asked: ReadonlySet<string>): string {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
  const sentences = [...segmenter.segment(text.replace(/\s+/g, ' '))].map((part) => part.segment.trim());
  const shared = sentences.map((sentence) => [...wordsOf(sentence)].filter((word) => asked.has(word)).length);
  const top = shared.indexOf(Math.max(...shared));
  return sentences.slice(top, top + maxSentences).join(' ');
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}
