import type { EmbeddingState } from '../../../shared/contract/embeddings.ts';
import { ok } from '../../../shared/result.ts';
import type { LibraryEmbedding } from '../../documents/vectors/embedLibrary.ts';
import type { HandlerEvent, Handlers } from '../handlers.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

type EmbeddingHandlers = Pick<Handlers, Extract<keyof Handlers, `embeddings.${string}`>>;

export function embeddingRoutes(embeddings: LibraryEmbedding): EmbeddingHandlers {
  return {
    'embeddings.getState': () => ok(embeddings.state),
    'embeddings.run': (_input, { signal }) => runStream(embeddings, signal),
    'embeddings.retry'() {
      embeddings.retry();
      return ok({});
    },
  };
}

async function* runStream(
  embeddings: LibraryEmbedding,
  signal: AbortSignal,
): AsyncGenerator<HandlerEvent<'embeddings.run'>> {
  const states: Mailbox<EmbeddingState> = createMailbox();
  const stopListening = embeddings.onTold((state) => states.replace(state));
  const leave = () => states.close();
  signal.addEventListener('abort', leave, { once: true });
  const stop = embeddings.start();
  try {
    states.replace(embeddings.state);
    for await (const state of states) {
      if (!isWorking(state) || signal.aborted) break;
      yield { kind: 'item', item: { kind: 'state', state } };
    }
  } finally {
    stop();
    stopListening();
    signal.removeEventListener('abort', leave);
  }
  yield { kind: 'finished', value: embeddings.state };
}

function isWorking({ phase }: EmbeddingState): boolean {
  return phase === 'embedding' || phase === 'held';
}
