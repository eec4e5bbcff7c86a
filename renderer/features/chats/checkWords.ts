import type { AnswerChecks, SentenceCheck } from '../../../shared/contract/answerChecks.ts';
import { formatCount } from '../../words/formats.ts';

/** Why a sentence of an answer is marked. */
export function explainCheck(check: SentenceCheck, passages: number): string {
  const { verdict, by, numbers, unknownNumbers, missing } = check;
  const sources = listSources(numbers);
  if (numbers.length === 0 && unknownNumbers.length > 0) {
    const given = formatCount(passages, { one: 'passage', many: 'passages' });
    return `There is no ${listSources(unknownNumbers)}: the model was given ${given}.`;
  }
  if (verdict === 'unchecked') {
    return `Sotto could not tell whether ${sources} says this. Compare it yourself.`;
  }
  if (missing.length > 0) {
    const words = missing.map((word) => `“${word}”`).join(', ');
    return `${words} ${missing.length === 1 ? 'does' : 'do'} not stand in ${sources}.`;
  }
  return by === 'model'
    ? `Read again by the model, ${sources} does not say this.`
    : `${capitalised(sources)} speaks of something else.`;
}

/** What the button behind a marked sentence is called. */
export function checkLabel({ verdict, numbers, unknownNumbers }: SentenceCheck): string {
  if (numbers.length === 0) return `There is no ${listSources(unknownNumbers)}`;
  return verdict === 'unchecked'
    ? `Not checked against ${listSources(numbers)}`
    : `Not supported by ${listSources(numbers)}`;
}

/** How an answer's sentences stand, for the line of facts below it. */
export function summariseChecks({ sentences, isRunning }: AnswerChecks): string {
  const counts = verdictWords.flatMap(([verdict, words]) => {
    const count = sentences.filter((check) => check.verdict === verdict).length;
    const isBeingChecked = verdict === 'unchecked' && isRunning;
    return count === 0 ? [] : [`${count} ${isBeingChecked ? 'being checked' : words}`];
  });
  return `${formatCount(sentences.length, { one: 'sentence', many: 'sentences' })}: ${counts.join(', ')}`;
}

const verdictWords = [
  ['supported', 'supported'],
  ['unsupported', 'not supported'],
  ['unchecked', 'could not be checked'],
  ['uncited', 'without a source'],
] as const;

function listSources(numbers: readonly number[]): string {
  const name = numbers.length === 1 ? 'source' : 'sources';
  const last = numbers.at(-1) ?? '';
  const listed = numbers.length < 2 ? `${last}` : `${numbers.slice(0, -1).join(', ')} and ${last}`;
  return `${name} ${listed}`;
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
