import { sampleText } from './sampleText.ts';

/** A byte-level BPE vocabulary in GPT-2's spelling, with ChatML's special tokens first. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  readonly merges: readonly string[];
  readonly idOf: ReadonlyMap<string, number>;
  /** Special tokens may not be produced from text. */
  readonly specialTokens: number;
}

export const endOfTextToken = '<|endoftext|>';
export const turnStartToken = '<|im_start|>';
export const turnEndToken = '<|im_end|>';
export const chatMlTemplate =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** The marks around a thought, as DeepSeek's and Qwen's models have them. */
export const thoughtStartToken = '<think>';
export const thoughtEndToken = '</think>';
/** ChatML that leaves the thoughts of earlier answers out, and begins with an ended thought where none is wanted. */
export const thinkingTemplate = chatMlTemplate.replace(
  "message['content']",
  "('<think></think>' if message['role'] == 'assistant' and loop.last and enable_thinking is false else '')" +
    " + message['content'].split('</think>')[-1]",
);

export function isThoughtMark(token: string): boolean {
  return token === thoughtStartToken || token === thoughtEndToken;
}

const specials = [endOfTextToken, turnStartToken, turnEndToken];
/** The split that llama.cpp does for `tokenizer.ggml.pre` = 'gpt-2'. */
const wordPattern = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const learnedMerges = 1200;
const byteSpelling = spellBytes();

/** @param words get merges of their own, so that each is one token wherever it stands. */
export function makeVocabulary({ words }: { readonly words: readonly string[] }): Vocabulary {
  const ranks = learnMerges(splitWords(sampleText), learnedMerges);
  for (const word of words) {
    const pieces = mergePieces([...word], ranks);
    for (let last = pieces.length; last > 1; last -= 1) {
      const [first = '', second = '', ...rest] = pieces;
      ranks.set(`${first} ${second}`, ranks.size);
      pieces.splice(0, pieces.length, first + second, ...rest);
    }
  }
  const merges = [...ranks.keys()];
  const tokens = [
    ...new Set([...specials, ...byteSpelling, ...merges.map((merge) => merge.replace(' ', ''))]),
  ];
  return {
    tokens,
    merges,
    idOf: new Map(tokens.map((token, id) => [token, id])),
    specialTokens: specials.length,
  };
}

/** Splits text into words as the tokenizer does, spelled in GPT-2's byte alphabet. */
export function splitWords(text: string): string[] {
  return (text.match(wordPattern) ?? []).map(spell);
}

/** Writes text in GPT-2's alphabet, where every byte is a printable character. */
export function spell(text: string): string {
  return [...Buffer.from(text)].map((byte) => byteSpelling[byte] ?? '').join('');
}

/** The text that a token in GPT-2's alphabet stands for. */
export function unspell(token: string): string {
  return Buffer.from([...token].map((character) => byteSpelling.indexOf(character))).toString();
}

/** Adds tokens that text never becomes but a model may say. */
export function withExtraTokens(vocabulary: Vocabulary, extra: readonly string[]): Vocabulary {
  const tokens = [...new Set([...vocabulary.tokens, ...extra])];
  return { ...vocabulary, tokens, idOf: new Map(tokens.map((token, id) => [token, id])) };
}

/** Byte-pair encoding as in https://aclanthology.org/P16-1162: the most frequent pair becomes a token, again and again. */
function learnMerges(words: readonly string[], count: number): Map<string, number> {
  const ranks = new Map<string, number>();
  const frequencies = new Map<string, number>();
  for (const word of words) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  const entries = [...frequencies].map(([word, frequency]) => ({ pieces: [...word], frequency }));
  while (ranks.size < count) {
    const pairs = new Map<string, number>();
    for (const { pieces, frequency } of entries) {
      for (let index = 1; index < pieces.length; index += 1) {
        const pair = `${pieces[index - 1]} ${pieces[index]}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + frequency);
      }
    }
    let best: { pair: string; frequency: number } | null = null;
    for (const [pair, frequency] of pairs) {
      if (best === null || frequency > best.frequency) best = { pair, frequency };
    }
    if (best === null) break;
    ranks.set(best.pair, ranks.size);
    for (const entry of entries) entry.pieces = mergePair(entry.pieces, best.pair);
  }
  return ranks;
}

function mergePieces(pieces: string[], ranks: ReadonlyMap<string, number>): string[] {
  let merged = pieces;
  while (true) {
    let best: { pair: string; rank: number } | null = null;
    for (let index = 1; index < merged.length; index += 1) {
      const pair = `${merged[index - 1]} ${merged[index]}`;
      const rank = ranks.get(pair);
      if (rank !== undefined && (best === null || rank < best.rank)) best = { pair, rank };
    }
    if (best === null) return merged;
    merged = mergePair(merged, best.pair);
  }
}

function mergePair(pieces: readonly string[], pair: string): string[] {
  const merged: string[] = [];
  for (const piece of pieces) {
    const previous = merged.at(-1);
    if (previous !== undefined && `${previous} ${piece}` === pair) merged.splice(-1, 1, previous + piece);
    else merged.push(piece);
  }
  return merged;
}

/** GPT-2's map: printable bytes stand for themselves, the others for the characters from U+0100 on. */
function spellBytes(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    if (isPrintable) return String.fromCodePoint(byte);
    const character = String.fromCodePoint(next);
    next += 1;
    return character;
  });
}
