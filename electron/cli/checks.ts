import type { SentenceCheck } from '../../shared/contract/answerChecks.ts';
import type { Message } from '../../shared/contract/chat.ts';

/** What was found out about each sentence of an answer, as commands print it with --json. */
export function toSentences({ text, checks }: Message) {
  return (checks?.sentences ?? []).map((check) => ({
    text: text.slice(check.start, check.end),
    verdict: check.verdict,
    checkedBy: check.by,
    citations: check.numbers,
    unknownCitations: check.unknownNumbers,
    missing: check.missing,
  }));
}

/** A footnote: how the sentences stand, and those to be careful with. Empty where nothing was checked. */
export function describeChecks({ text, checks }: Message): string {
  const sentences = checks?.sentences ?? [];
  if (sentences.length === 0) return '';
  const counts = ([verdict, words]: readonly [SentenceCheck['verdict'], string]) => {
    const count = sentences.filter((check) => check.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${words}`];
  };
  const summary = verdictWords.flatMap(counts).join(', ');
  const doubtful = sentences
    .filter(({ verdict }) => verdict === 'unsupported')
    .map((check) => `! ${reason(check)}: “${text.slice(check.start, check.end).replace(/\s+/g, ' ')}”`);
  return [`Sentences checked: ${summary}.`, ...doubtful].join('\n');
}

const verdictWords = [
  ['supported', 'supported by what they cite'],
  ['unsupported', 'not supported'],
  ['unchecked', 'could not be checked'],
  ['uncited', 'without a source'],
] as const;

function reason({ numbers, unknownNumbers, missing }: SentenceCheck): string {
  const cited = numbers.map((n) => `[${n}]`).join('');
  if (missing.length > 0) return `${missing.join(', ')} does not stand in ${cited}`;
  if (numbers.length > 0) return `${cited} does not say so`;
  return `there is no source ${unknownNumbers.map((n) => `[${n}]`).join('')}`;
}

/** What is said where the documents do not hold the answer; null for an ordinary answer. */
export function describeNotFound(message: Message): string | null {
  if (message.notFoundBy === null) return null;
  const sought = message.grounding?.query;
  if (message.notFoundBy === 'model') return 'The model found no answer in the passages it was given.';
  const found = message.grounding?.passages.length ?? 0;
  const nearest = found > 0 ? 'The nearest passages:' : 'No passage comes near it.';
  return `The documents do not seem to say this, so the model was not asked.${sought ? ` Looked for: ${sought}` : ''}\n${nearest}`;
}
