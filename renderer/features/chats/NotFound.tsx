import type { AnswerWay, Message } from '../../../shared/contract/chat.ts';
import { Button } from '../../ui/Button.tsx';
import { SearchIcon } from '../../ui/icons.tsx';
import './NotFound.css';
import { Passages } from './Passages.tsx';

interface NotFoundProps {
  readonly message: Message;
  readonly canAsk: boolean;
  readonly onAnotherWay: (way: AnswerWay) => void;
}

const nearestShown = 3;

/** Stands where an answer would, when the documents do not hold one. */
export function NotFound({ message, canAsk, onAnotherWay }: NotFoundProps) {
  const { grounding, notFoundBy, modelName } = message;
  const nearest = (grounding?.passages ?? [])
    .map((passage, index) => ({ passage, n: index + 1 }))
    .filter(({ passage }) => passage.score > 0)
    .toSorted((a, b) => b.passage.score - a.passage.score)
    .slice(0, nearestShown);
  const hasDocuments = grounding !== null && (nearest.length > 0 || grounding.passages.length > 0);
  return (
    <section className="notFound" aria-label="Not in the documents">
      <header className="notFound-header">
        <SearchIcon />
        <h3>The documents do not seem to say this</h3>
      </header>
      {message.text !== '' && (
        <p className="notFound-words" dir="auto">
          {message.text}
        </p>
      )}
      <p>{explanation(message)}</p>
      {grounding?.query != null && (
        <p className="notFound-query">
          Looked for: <q>{grounding.query}</q>
        </p>
      )}
      {nearest.length > 0 && (
        <>
          <h4>The nearest passages</h4>
          <Passages
            label="The nearest passages"
            numbered={nearest}
            bestScore={nearest[0]?.passage.score ?? 0}
          />
        </>
      )}
      {modelName !== null && (
        <div className="notFound-actions">
          {notFoundBy === 'search' && hasDocuments && (
            <Button size="small" disabled={!canAsk} onClick={() => onAnotherWay('anyway')}>
              Ask the model anyway
            </Button>
          )}
          <Button size="small" disabled={!canAsk} onClick={() => onAnotherWay('general')}>
            Answer without the documents
          </Button>
        </div>
      )}
    </section>
  );
}

function explanation({ notFoundBy, grounding, modelName }: Message): string {
  if (notFoundBy === 'model') {
    return grounding?.mode === 'wholeDocument'
      ? 'The model read everything that is attached and found no answer in it.'
      : 'The model found no answer in the passages that fit the question best.';
  }
  if (modelName === null) return 'No passage has a word of your question. Try the words of the document.';
  return grounding?.passages.length === 0
    ? 'No passage has a word of the question. The model was not asked: it would have made something up.'
    : 'Most words of the question stand nowhere in them. The model was not asked: it would have made something up.';
}
