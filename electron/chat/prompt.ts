import type { Grounding } from '../../shared/contract/chat.ts';
import type { Passage } from '../../shared/contract/documents.ts';
import type { PromptMessage } from '../engine/engine.ts';
import { notFoundSignal } from './notFoundSignal.ts';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

const citingRules = `Answer only from the numbered passages. After each statement put the number of its passage in square brackets, like [1]. If the passages do not answer the question, begin with ${notFoundSignal} and say in one sentence that the documents do not say it.`;

/**
 * The messages for one answer. A whole document stands before the conversation, where it stays the same from
 * turn to turn and is read once; chosen passages change with each question and go beside it.
 */
export function buildPrompt(input: {
  readonly instructions: string;
  /** Oldest first; ends with the question. */
  readonly turns: readonly Turn[];
  /** What the passages are and how they were chosen; null where no documents are attached. */
  readonly grounding: (Pick<Grounding, 'mode'> & { readonly passages: readonly Passage[] }) | null;
  readonly passageForModel: (passage: Passage) => string;
}): PromptMessage[] {
  const { grounding, turns } = input;
  const listed = grounding ? numbered(grounding.passages, input.passageForModel) : '';
  const isWhole = grounding?.mode === 'wholeDocument';
  const system = [
    input.instructions.trim(),
    grounding ? citingRules : '',
    isWhole ? `Passages:\n\n${listed}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
  const asked = turns.map((turn, index): PromptMessage => {
    const isQuestion = index === turns.length - 1;
    return isQuestion && grounding && !isWhole
      ? { role: turn.role, text: `Passages:\n\n${listed}\n\nQuestion: ${turn.text}` }
      : turn;
  });
  return system === '' ? asked : [{ role: 'system', text: system }, ...asked];
}

function numbered(passages: readonly Passage[], passageForModel: (passage: Passage) => string): string {
  return passages.map((passage, index) => `[${index + 1}] ${passageForModel(passage)}`).join('\n\n');
}
