import type { LlamaModel, Token } from 'node-llama-cpp';

/** The tokens that a model expects before and after each text. */
export interface TokenFrame {
  readonly before: readonly Token[];
  readonly after: readonly Token[];
}

/**
 * Follows `llama_tokenize` of llama.cpp. The library's own rule leaves out the first token of unigram vocabularies
 * (as XLM-RoBERTa's models have) and the last one of models without a first; what is here already it does not add again.
 */
export function frameOf(model: LlamaModel): TokenFrame {
  const { tokens, vocabularyType } = model;
  const { bos, eos, sep } = tokens;
  if (vocabularyType === 'rwkv') return { before: [], after: [] };
  if (vocabularyType === 'wpm') return { before: known(bos), after: known(sep) };
  const isEndAsked = model.fileInfo.metadata.tokenizer?.ggml?.add_eos_token === true;
  const hasEnd = tokens.shouldAppendEosToken || isEndAsked || vocabularyType === 'ugm';
  return { before: tokens.shouldPrependBosToken ? known(bos) : [], after: hasEnd ? known(eos) : [] };
}

export function framed(frame: TokenFrame, tokens: readonly Token[]): Token[] {
  return [...frame.before, ...tokens, ...frame.after];
}

export function frameTokens(frame: TokenFrame): number {
  return frame.before.length + frame.after.length;
}

function known(token: Token | null): Token[] {
  return token === null ? [] : [token];
}
