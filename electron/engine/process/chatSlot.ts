import {
  type ChatHistoryItem,
  type ChatWrapper,
  LlamaChat,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
  resolveChatWrapper,
  type Token,
} from 'node-llama-cpp';
import type { PromptMessage } from '../engine.ts';
import { alignToHeld } from './heldTokens.ts';

/** One sequence of a context, most often its only one: it remembers the last prompt, so that the next can reuse its start. */
export interface ChatSlot {
  readonly contextTokens: number;
  /** Among the sequences of its context. */
  readonly place: number;
  readonly sequence: LlamaContextSequence;
  readonly chat: LlamaChat;
  /** The whole prompt, spelt as far as possible in the tokens the context holds. */
  prompt(messages: readonly PromptMessage[]): Token[];
  /** Drops what was read. */
  clear(): Promise<void>;
  dispose(): Promise<void>;
}

export function createChatSlot(context: LlamaContext, chatWrapper: ChatWrapper): ChatSlot {
  const slot = createSequenceSlot(context, chatWrapper);
  return {
    ...slot,
    async dispose() {
      await slot.dispose();
      await context.dispose();
    },
  };
}

/**
 * A further sequence of a context that others use as well, and that outlives it.
 * @param place how many sequences of the context came before it.
 */
export function createSequenceSlot(context: LlamaContext, chatWrapper: ChatWrapper, place = 0): ChatSlot {
  const sequence = context.getSequence();
  const align = (tokens: readonly Token[]) =>
    alignToHeld<Token>(tokens, sequence.contextTokens, context.model);
  const chat = new LlamaChat({
    contextSequence: sequence,
    chatWrapper: withAlignedTokens(chatWrapper, align),
  });
  return {
    contextTokens: context.contextSize,
    place,
    sequence,
    chat,
    prompt: (messages) => align(promptTokens(context.model, chatWrapper, messages)),
    clear: () => sequence.clearHistory(),
    async dispose() {
      chat.dispose();
      await sequence.dispose();
    },
  };
}

/** `LlamaChat` makes tokens of the history itself, and would drop from the context what is spelt in others. */
function withAlignedTokens(
  chatWrapper: ChatWrapper,
  align: (tokens: readonly Token[]) => Token[],
): ChatWrapper {
  const generateContextState: ChatWrapper['generateContextState'] = (options) => {
    const state = chatWrapper.generateContextState(options);
    const { contextText } = state;
    const tokenize: typeof contextText.tokenize = (...args) => align(contextText.tokenize(...args));
    return { ...state, contextText: Object.create(contextText, { tokenize: { value: tokenize } }) };
  };
  return Object.create(chatWrapper, { generateContextState: { value: generateContextState } });
}

/**
 * The model's own chat format, without today's date, which would make every day's prompts new ones.
 * @param thoughts 'discouraged' asks a reasoning model to answer at once, where its format has a way to.
 */
export function chatWrapperOf(
  model: LlamaModel,
  { thoughts }: { readonly thoughts: 'usual' | 'discouraged' },
): ChatWrapper {
  const customWrapperSettings = {
    'llama3.1': { todayDate: null },
    'llama3.2-lightweight': { todayDate: null },
    ...(thoughts === 'usual' ? {} : discouraging),
  };
  const usual = resolveChatWrapper(model, { warningLogs: false, customWrapperSettings });
  if (usual.settings.segments?.thought !== undefined || !canMarkThoughts(model)) return usual;
  // A plain format was recognised, which would take the model's thoughts for its answer; its template knows better.
  const fromTemplate = resolveChatWrapper(model, {
    type: 'jinjaTemplate',
    warningLogs: false,
    customWrapperSettings,
  });
  return fromTemplate.settings.segments?.thought === undefined ? usual : fromTemplate;
}

const discouraging = {
  qwen: { thoughts: 'discourage' },
  gemma4: { reasoning: false },
  seed: { thinkingBudget: 0 },
  harmony: { reasoningEffort: 'low' },
  // Passed to the template as `enable_thinking`, which those of Qwen, SmolLM3 and GLM know.
  jinjaTemplate: { reasoning: false },
} as const;

function canMarkThoughts(model: LlamaModel): boolean {
  return ['<think>', '</think>'].every((mark) => model.tokenize(mark, true).length === 1);
}

export function chatHistory(messages: readonly PromptMessage[]): ChatHistoryItem[] {
  return messages.map((message): ChatHistoryItem => {
    if (message.role === 'assistant') return { type: 'model', response: [message.text] };
    return { type: message.role, text: message.text };
  });
}

/** The whole prompt as the model will read it, up to where its answer begins. */
export function promptTokens(
  model: LlamaModel,
  chatWrapper: ChatWrapper,
  messages: readonly PromptMessage[],
): Token[] {
  const history = chatHistory(messages);
  if (history.at(-1)?.type !== 'model') history.push({ type: 'model', response: [] });
  return chatWrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer);
}
