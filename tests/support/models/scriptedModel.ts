import type { Tensor } from './gguf.ts';
import { type LlamaShape, layerTensors, onesTensor, tokenId, writeLlamaModel } from './llamaModel.ts';
import {
  isThoughtMark,
  makeVocabulary,
  spell,
  splitWords,
  thinkingTemplate,
  thoughtEndToken,
  thoughtStartToken,
  turnEndToken,
  unspell,
  type Vocabulary,
  withExtraTokens,
} from './vocabulary.ts';

export interface ScriptedModel {
  readonly path: string;
  /** Said word for word as the answer to any chat. */
  readonly text: string;
  /** What one token after the other says. */
  readonly pieces: readonly string[];
  readonly vocabulary: Vocabulary;
}

/** Of an embedding. */
export const width = 256;
const millionWeights = 1_000_000;
/** Half precision of 1 and of -1. */
const halfOne = 0x3c00;
const halfMinusOne = 0xbc00;

/**
 * Writes a model that answers any chat with `text`. Its one block adds nothing, so the next token depends on
 * the last one alone and the output matrix is a table of next tokens. A token may therefore be said only once:
 * a word that comes again is joined with what follows it into a token of its own.
 * @param thought said before the answer, between the tokens with which reasoning models mark their thoughts.
 * @param contextTokens what the model claims to be trained for.
 * @param slowness millions of extra weights read for every token; 100 makes one token take roughly 10 ms.
 * Throws where the text cannot be said in tokens that are all different.
 */
export function makeScriptedModel(input: {
  readonly path: string;
  readonly text: string;
  readonly thought?: string;
  readonly name?: string;
  readonly contextTokens?: number;
  readonly slowness?: number;
}): ScriptedModel {
  const thought =
    input.thought === undefined ? [] : [thoughtStartToken, ...splitWords(input.thought), thoughtEndToken];
  const words = [...thought, ...splitWords(input.text)];
  const turnStart = spell('\n');
  const spokenTokens = joinRepeated(words, turnStart);
  const vocabulary = withExtraTokens(
    makeVocabulary({ words: [...new Set(words)].filter((word) => !isThoughtMark(word)) }),
    spokenTokens,
  );
  const slowness = input.slowness ?? 0;
  const shape: LlamaShape = {
    name: input.name ?? 'Scripted',
    layers: 1,
    width,
    heads: 4,
    keyValueHeads: 4,
    feedForwardWidth: width * Math.max(1, Math.round((slowness * millionWeights) / (3 * width * width))),
    contextTokens: input.contextTokens ?? 16_384,
    ropeBase: 10_000,
  };
  const said = [turnStart, ...spokenTokens, turnEndToken].map((token) => tokenId(vocabulary, token));
  writeLlamaModel({
    path: input.path,
    shape,
    vocabulary,
    tensors: scriptTensors({ shape, vocabulary, said }),
    ...(input.thought === undefined
      ? {}
      : { metadata: { 'tokenizer.chat_template': { type: 'string', value: thinkingTemplate } } }),
  });
  return { path: input.path, text: input.text, pieces: spokenTokens.map(unspell), vocabulary };
}

/** Words that are all different, for answers long enough to be interrupted. @param count at most 9,800. */
export function distinctWords(count: number): string[] {
  const syllables = [...'bdfgklmnprstvz'].flatMap((consonant) =>
    [...'aeiou'].map((vowel) => consonant + vowel),
  );
  return Array.from({ length: count }, (_, index) => {
    const first = syllables[Math.floor(index / syllables.length) % syllables.length] ?? '';
    const second = syllables[index % syllables.length] ?? '';
    return index < syllables.length ** 2 ? `${first}${second}n` : `${first}${second}ra`;
  });
}

function scriptTensors(input: {
  readonly shape: LlamaShape;
  readonly vocabulary: Vocabulary;
  readonly said: readonly number[];
}): Tensor[] {
  const rows = input.vocabulary.tokens.length;
  const embeddings = new Uint16Array(rows * width);
  for (let token = 0; token < rows; token += 1) embeddings.set(codeOf(token), token * width);
  // A next token's row is its predecessor's code: their product is `width`, that of two other codes stays near 0.
  const nextTokens = new Uint16Array(rows * width);
  input.said.forEach((token, index) => {
    const previous = input.said[index - 1];
    if (previous !== undefined) nextTokens.set(codeOf(previous), token * width);
  });
  return [
    halfTensor('token_embd.weight', [width, rows], embeddings),
    ...layerTensors(input.shape).map((tensor): Tensor => {
      if (tensor.name.endsWith('norm.weight')) return onesTensor(tensor.name, width);
      return { ...tensor, type: tensor.name.includes('ffn_') ? 'iq2_xxs' : 'f16', bytes: null };
    }),
    onesTensor('output_norm.weight', width),
    halfTensor('output.weight', [width, rows], nextTokens),
  ];
}

function halfTensor(name: string, shape: readonly number[], values: Uint16Array): Tensor {
  const bytes = new Uint8Array(values.buffer);
  return { name, shape, type: 'f16', bytes: (start, length) => bytes.subarray(start, start + length) };
}

/** A fixed row of random signs for each token; two such rows are nearly orthogonal. */
export function codeOf(token: number): Uint16Array {
  let state = (token + 1) * 0x9e3779b1;
  return Uint16Array.from({ length: width }, () => {
    // xorshift32, https://www.jstatsoft.org/v08/i14
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 7) % 2 === 0 ? halfOne : halfMinusOne;
  });
}

function joinRepeated(words: readonly string[], turnStart: string): string[] {
  const said = new Set([turnStart]);
  const tokens: string[] = [];
  let pending = '';
  for (const word of words) {
    pending += word;
    if (said.has(pending)) continue;
    said.add(pending);
    tokens.push(pending);
    pending = '';
  }
  while (pending !== '') {
    const last = tokens.pop();
    if (last === undefined)
      throw new Error(`cannot be said in different tokens: ${JSON.stringify(words.join(''))}`);
    said.delete(last);
    if (said.has(last + pending)) pending = last + pending;
    else {
      tokens.push(last + pending);
      pending = '';
    }
  }
  return tokens;
}
