import type { CodeAction } from '../../shared/contract/code.ts';
import type { PromptMessage, Sampling } from '../engine/engine.ts';
import { fenceCode } from './fences.ts';

/** Steady, and without the repeat penalty: code repeats itself, and a copied line must stay as it is. */
export const codeSampling: Sampling = {
  temperature: 0.2,
  topK: 40,
  topP: 0.95,
  minP: 0.05,
  repeatPenalty: null,
};

const system =
  'You are a careful, experienced programmer. Answer about the given code only. Do not invent functions, files or libraries.';

/** Small models follow the last thing they read, so the task comes after the code. */
const taskByAction: Readonly<Record<CodeAction, string>> = {
  explain:
    'Explain this code to a programmer who sees it for the first time: first its purpose in one sentence, then how it works step by step, then anything surprising. Name functions and variables as the code does.',
  findBugs:
    'Review this code for bugs. For every bug give the line or function, what goes wrong and when, and how to correct it. Start with the most serious one. If you find none, say so.',
  fix: 'Correct the bugs in this code. Change only what is needed and keep everything else, comments included, exactly as it is. Answer with the complete corrected file in one code block, then say in one or two sentences what you changed.',
  writeTests:
    'Write tests for this code with the usual test framework of its language. Cover the normal use, the edge cases and the errors. Answer with the complete test file in one code block, imports included, and nothing after it.',
  document:
    'Add documentation comments in the usual style of this language to every public function, class and type. Do not change the code itself. Answer with the complete documented file in one code block, and nothing after it.',
};

/** The prompt for one action on one file; its wording fits models of one to three billion parameters. */
export function buildPrompt(input: {
  readonly action: CodeAction;
  readonly fileName: string;
  readonly language: string | null;
  readonly text: string;
  readonly instruction: string;
}): PromptMessage[] {
  const parts = [
    `The file ${input.fileName}:`,
    fenceCode({ text: input.text, language: input.language }),
    taskByAction[input.action],
    ...(input.instruction.trim() === '' ? [] : [`Above all: ${input.instruction.trim()}`]),
  ];
  return [
    { role: 'system', text: system },
    { role: 'user', text: parts.join('\n\n') },
  ];
}

/** Whether the answer is to hold the whole file again. */
export function rewritesFile(action: CodeAction): boolean {
  return action === 'fix' || action === 'document';
}

/** Room the answer needs at the least, in tokens; with less, it would be cut off for certain. */
export function leastAnswerTokens({
  action,
  sourceTokens,
}: {
  action: CodeAction;
  sourceTokens: number;
}): number {
  if (action === 'document') return Math.ceil(sourceTokens * 1.3) + 64;
  return action === 'fix' ? Math.ceil(sourceTokens * 1.1) + 64 : 256;
}

/** Where a model that repeats itself is stopped, in tokens. */
export function mostAnswerTokens({
  action,
  sourceTokens,
}: {
  action: CodeAction;
  sourceTokens: number;
}): number {
  return rewritesFile(action) ? sourceTokens * 2 + 1024 : 3072;
}
