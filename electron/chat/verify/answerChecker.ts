import type { SentenceCheck } from '../../../shared/contract/answerChecks.ts';
import type { Grounding } from '../../../shared/contract/chat.ts';
import type { DocumentId, MessageId } from '../../../shared/ids.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Wording } from '../wording.ts';
import { askModel } from './askModel.ts';
import { checkAnswer, type OpenQuestion } from './checkAnswer.ts';

/** Sentences of one answer that the model is asked about; what is beyond stays unchecked. */
const mostQuestions = 12;

export interface CheckedByWords {
  readonly sentences: SentenceCheck[];
  /** Asks the model about what words do not decide, in the background, and tells of every verdict. */
  askModel(engine: Engine, messageId: MessageId): void;
}

/** Checks answers against what they cite: at once by their words, then by the model where those do not decide. */
export interface AnswerChecker {
  check(input: {
    readonly answer: string;
    readonly question: string;
    readonly grounding: Grounding;
  }): CheckedByWords;
  isRunning(messageId: MessageId): boolean;
  /** Resolves when nothing is asked about this answer any more. */
  settled(messageId: MessageId): Promise<void>;
  /** Stops asking; what was not decided stays unchecked. */
  dispose(): Promise<void>;
}

export function createAnswerChecker(parts: {
  readonly wording: Wording;
  readonly languageOfDocument: (documentId: DocumentId) => string | null;
  /** Told after each verdict of the model. */
  readonly onChecked: (messageId: MessageId, sentences: SentenceCheck[]) => void;
  readonly onSettled: (messageId: MessageId) => void;
}): AnswerChecker {
  const running = new Map<MessageId, Promise<void>>();
  const controller = new AbortController();

  async function ask(input: {
    readonly engine: Engine;
    readonly messageId: MessageId;
    readonly sentences: readonly SentenceCheck[];
    readonly open: readonly OpenQuestion[];
  }): Promise<void> {
    const { engine, messageId } = input;
    const sentences = [...input.sentences];
    for (const { index, sentence, passages } of input.open.slice(0, mostQuestions)) {
      const verdict = await askModel({ engine, sentence, passages, signal: controller.signal });
      if (controller.signal.aborted) return;
      const checked = sentences[index];
      if (verdict === null || !checked) continue;
      sentences[index] = { ...checked, verdict, by: 'model' };
      parts.onChecked(messageId, sentences);
    }
  }

  return {
    check(input) {
      const { sentences, open } = checkAnswer({ ...parts, ...input });
      return {
        sentences,
        askModel(engine, messageId) {
          if (open.length === 0 || controller.signal.aborted) return;
          const asking = ask({ engine, messageId, sentences, open }).finally(() => {
            running.delete(messageId);
            if (!controller.signal.aborted) parts.onSettled(messageId);
          });
          // Nobody may be waiting; a bug's rejection must not end the host then.
          asking.catch(() => undefined);
          running.set(messageId, asking);
        },
      };
    },
    isRunning: (messageId) => running.has(messageId),
    settled: async (messageId) => running.get(messageId),
    async dispose() {
      controller.abort();
      await Promise.allSettled(running.values());
    },
  };
}
