import type { Thoughts as ThoughtsText } from '../../../shared/contract/chat.ts';
import { formatSeconds } from '../../words/formats.ts';
import './thoughts.css';

interface ThoughtsProps {
  readonly thoughts: ThoughtsText;
  readonly isThinking: boolean;
}

/** What a reasoning model wrote before its answer: there to be looked at, out of the way until then. */
export function Thoughts({ thoughts, isThinking }: ThoughtsProps) {
  return (
    <details className="thoughts">
      <summary className={isThinking ? 'thoughts-running' : undefined}>
        {isThinking ? 'Thinking' : 'Thoughts'} <span>{formatSeconds(thoughts.elapsedMs)}</span>
      </summary>
      <p className="thoughts-text" dir="auto">
        {thoughts.text.trim()}
      </p>
    </details>
  );
}
