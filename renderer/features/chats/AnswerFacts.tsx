import { useId, useState } from 'react';
import type { Message } from '../../../shared/contract/chat.ts';
import { ChevronDownIcon, ChevronRightIcon } from '../../ui/icons.tsx';
import { formatCount, formatNumber, formatSeconds, formatSpeed } from '../../words/formats.ts';
import { summariseChecks } from './checkWords.ts';
import { Passages } from './Passages.tsx';

interface AnswerFactsProps {
  readonly message: Message;
}

/** From this share of the prompt on, having read it before made the wait shorter. */
const worthMentioning = 0.1;

/** What was read and how fast, and on demand every passage the model was given. */
export function AnswerFacts({ message }: AnswerFactsProps) {
  const [isOpen, setIsOpen] = useState(false);
  const listId = useId();
  const { statistics, grounding, checks } = message;
  const facts: [string, string][] = [];
  const tokensRead = statistics && formatCount(statistics.promptTokens, { one: 'token', many: 'tokens' });
  if (message.notFoundBy === 'search') return null;
  if (grounding?.mode === 'passagesOnly')
    facts.push(['Found', formatCount(grounding.passages.length, { one: 'passage', many: 'passages' })]);
  else if (grounding)
    facts.push([
      'Read',
      [
        grounding.mode === 'wholeDocument'
          ? 'everything attached'
          : formatCount(grounding.passages.length, { one: 'passage', many: 'passages' }),
        ...(tokensRead === null ? [] : [tokensRead]),
      ].join(', '),
    ]);
  else if (tokensRead !== null) facts.push(['Read', tokensRead]);
  if (statistics?.timeToFirstTokenMs != null)
    facts.push(['First word', formatSeconds(statistics.timeToFirstTokenMs)]);
  if (statistics?.tokensPerSecond != null) facts.push(['Speed', formatSpeed(statistics.tokensPerSecond)]);
  if (statistics && statistics.reusedTokens >= worthMentioning * statistics.promptTokens)
    facts.push([
      'Reused',
      `${formatNumber(statistics.reusedTokens)} of ${formatNumber(statistics.promptTokens)} tokens`,
    ]);
  if (checks && checks.sentences.length > 0) facts.push(['Checked', summariseChecks(checks)]);
  if (facts.length === 0) return null;
  const hasPassages = grounding !== null && grounding.passages.length > 0;
  const listName = grounding?.mode === 'passagesOnly' ? 'All passages found' : 'What the model read';
  return (
    <>
      <div className="answerFacts">
        {facts.map(([name, value]) => (
          <span key={name}>
            <b>{name}</b> {value}
          </span>
        ))}
        {hasPassages && (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={listId}
            onClick={() => setIsOpen(!isOpen)}
          >
            {listName}
            {isOpen ? <ChevronDownIcon /> : <ChevronRightIcon />}
          </button>
        )}
      </div>
      {isOpen && grounding && (
        <div id={listId} className="answerFacts-read">
          {grounding.query !== null && (
            <p className="passages-query">
              Looked for: <q>{grounding.query}</q>
            </p>
          )}
          <Passages
            label={listName}
            numbered={grounding.passages.map((passage, index) => ({ passage, n: index + 1 }))}
            bestScore={
              grounding.mode === 'wholeDocument'
                ? 0
                : Math.max(0, ...grounding.passages.map(({ score }) => score))
            }
          />
        </div>
      )}
    </>
  );
}
