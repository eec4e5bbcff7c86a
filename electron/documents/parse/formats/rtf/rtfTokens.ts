export interface RtfHandler {
  open(): void;
  close(): void;
  /** @param value null where the word has no number. */
  word(name: string, value: number | null): void;
  symbol(mark: string): void;
  /** A byte written as `\'hh`, in the encoding of its font. */
  byte(value: number): void;
  text(value: string): void;
}

const token =
  /[{}]|\\([a-zA-Z]{1,64})(-?\d{1,10})? ?|\\'([\da-fA-F]{2})|\\([^a-zA-Z])|[\r\n]+|[^\\{}\r\n]+|\\/gu;

/** Cuts rich text into its tokens; raw bytes behind `\bin` are skipped. */
export function readRtfTokens(text: string, handler: RtfHandler): void {
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [whole, name, value, hex, mark] = match;
    if (whole === '{') handler.open();
    else if (whole === '}') handler.close();
    else if (name === 'bin') token.lastIndex += Math.max(0, Number(value ?? 0));
    else if (name !== undefined) handler.word(name, value === undefined ? null : Number(value));
    else if (hex !== undefined) handler.byte(Number.parseInt(hex, 16));
    else if (mark !== undefined) handler.symbol(mark);
    else if (whole !== '\\' && !/^[\r\n]/u.test(whole)) handler.text(whole);
  }
}
