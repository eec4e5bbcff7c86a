/** The part of a model's vocabulary that aligning needs; `LlamaModel` is one. */
export interface TokenSpelling<Token> {
  tokenize(text: string, specialTokens: boolean, options: 'trimLeadingSpace'): Token[];
  detokenize(tokens: readonly Token[], specialTokens: boolean, lastTokens: readonly Token[]): string;
  isSpecialToken(token: Token): boolean;
}

/** Tokens before a piece of text that can change how its beginning is spelt. */
const spellingContext = 8;

/**
 * The same prompt in the tokens a context holds already. A model may write an answer in other tokens than the
 * tokenizer makes of the finished text; without this, a follow-up would read that answer again. Text the person
 * changed keeps the tokenizer's tokens.
 */
export function alignToHeld<Token>(
  prompt: readonly Token[],
  held: readonly Token[],
  spelling: TokenSpelling<Token>,
): Token[] {
  let aligned = [...prompt];
  for (let start = 0; ; ) {
    while (start < aligned.length && start < held.length && aligned[start] === held[start]) start += 1;
    const asked = runFrom(aligned, start, spelling);
    const kept = runFrom(held, start, spelling);
    if (asked.length === 0 || kept.length === 0) return aligned;
    const textOf = (tokens: readonly Token[]) =>
      spelling.detokenize(tokens, true, held.slice(Math.max(0, start - spellingContext), start));
    const askedText = textOf(asked);
    const isCutOff = start + kept.length === held.length;
    const usable = usableTokens({ kept, textOf, askedText, isCutOff });
    if (usable === 0) return aligned;
    const rest = askedText.slice(textOf(kept.slice(0, usable)).length);
    aligned = [
      ...aligned.slice(0, start),
      ...kept.slice(0, usable),
      ...(rest === '' ? [] : spelling.tokenize(rest, true, 'trimLeadingSpace')),
      ...aligned.slice(start + asked.length),
    ];
    if (usable < kept.length || rest !== '') return aligned;
    start += usable;
  }
}

/** Tokens up to the next one that belongs to the format. */
function runFrom<Token>(tokens: readonly Token[], start: number, spelling: TokenSpelling<Token>): Token[] {
  let end = start;
  for (let token = tokens[end]; token !== undefined && !spelling.isSpecialToken(token); token = tokens[end])
    end += 1;
  return tokens.slice(start, end);
}

/** How many of the kept tokens spell the beginning of a text that is the same but for what is cut off its end. */
function usableTokens<Token>(input: {
  readonly kept: readonly Token[];
  readonly textOf: (tokens: readonly Token[]) => string;
  readonly askedText: string;
  /** The kept text ends where the answer was stopped; its last token may be missing. */
  readonly isCutOff: boolean;
}): number {
  const { kept, textOf, askedText, isCutOff } = input;
  const keptText = textOf(kept);
  if (askedText === keptText || (isCutOff && askedText.startsWith(keptText))) return kept.length;
  // Chats drop the white space around an answer.
  if (askedText.trimEnd() !== keptText.trimEnd()) return 0;
  let usable = kept.length;
  while (usable > 0 && !askedText.startsWith(textOf(kept.slice(0, usable)))) usable -= 1;
  return usable;
}
