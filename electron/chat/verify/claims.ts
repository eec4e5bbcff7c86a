import { referencedNumbers, referenceSource } from '../../../shared/references.ts';

/** A sentence of an answer that says something. */
export interface Claim {
  /** Its place in the answer, in UTF-16 units, citations included. */
  readonly start: number;
  readonly end: number;
  /** What it says, without citations and Markdown's signs. */
  readonly text: string;
  /** The passages it cites, those that exist. */
  readonly numbers: readonly number[];
  readonly unknownNumbers: readonly number[];
  /** Where it cites nothing: what the sentence that ends its train of thought cites. */
  readonly laterNumbers: readonly number[];
}

/** Fewer words than these claim nothing on their own: "Yes.", "In short:". */
const leastWords = 3;
/** A larger number in brackets that no passage has is a year or the like. */
const largestReference = 999;

/** Cuts an answer, written in Markdown, into the sentences that claim something. @param passages how many were given. */
export function claimsOf(
  answer: string,
  {
    passages,
    cutSentences,
  }: { readonly passages: number; readonly cutSentences: (text: string) => string[] },
): Claim[] {
  return blocksOf(answer).flatMap((block) => {
    const text = answer.slice(block.start, block.end).replaceAll('\n', ' ');
    // Citations are blanked out: "... two.[1] Then ..." would not be seen as two sentences.
    const masked = text.replace(references(), (reference) => ' '.repeat(reference.length));
    let offset = 0;
    const claims = cutSentences(masked).map((piece): Claim => {
      const [from, to] = [offset, offset + piece.length];
      offset = to;
      return claimAt({ text, from, to, start: block.start, passages });
    });
    return withLaterNumbers(claims).filter(claimsSomething);
  });
}

function claimAt(input: {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly passages: number;
}): Claim {
  const { text, from, to, start, passages } = input;
  const own = text.slice(from, to);
  const cited = [...new Set((citableText(own).match(references()) ?? []).flatMap(referencedNumbers))];
  const isThere = (n: number) => n >= 1 && n <= passages;
  return {
    start: start + from + (own.length - own.trimStart().length),
    end: start + from + own.trimEnd().length,
    text: plainText(own),
    numbers: cited.filter(isThere),
    unknownNumbers: cited.filter((n) => !isThere(n) && n <= largestReference),
    laterNumbers: [],
  };
}

/** Many answers cite once, at the end of a paragraph. */
function withLaterNumbers(claims: readonly Claim[]): Claim[] {
  return claims.map((claim, index) => {
    if (claim.numbers.length > 0 || claim.unknownNumbers.length > 0) return claim;
    const next = claims.slice(index + 1).find((later) => later.numbers.length > 0);
    return next ? { ...claim, laterNumbers: next.numbers } : claim;
  });
}

function claimsSomething(claim: Claim): boolean {
  if (claim.numbers.length > 0 || claim.unknownNumbers.length > 0) return claim.text !== '';
  if (/[?？]["'”’»)]*$/u.test(claim.text) || /[:：]$/u.test(claim.text)) return false;
  const letters = claim.text.match(/\p{L}/gu)?.length ?? 0;
  const words = claim.text.match(/[\p{L}\p{N}\p{M}]+/gu)?.length ?? 0;
  // Scripts without spaces: a sentence is one "word".
  return words >= leastWords || letters >= 3 * leastWords;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

const fence = /^ {0,3}(`{3,}|~{3,})/;
const marker = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?|>\s?)*/;
const tableRule = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;
const notProse = /^\s*(#{1,6}\s|([-*_]\s*){3,}$)/;

/** Paragraphs, list items and rows of tables; no headings, no code, no header rows. */
function blocksOf(answer: string): Place[] {
  const blocks: Place[] = [];
  let openFence: string | null = null;
  let open: { start: number; end: number } | null = null;
  let start = 0;
  const close = () => {
    if (open) blocks.push(open);
    open = null;
  };
  for (const line of answer.split(/(?<=\n)/u)) {
    const end = start + line.replace(/\n$/u, '').length;
    const mark = fence.exec(line)?.[1];
    const isCode = openFence !== null || mark !== undefined;
    if (mark !== undefined) openFence = openFence === null ? mark : null;
    const lead = marker.exec(line)?.[0] ?? '';
    if (isCode || line.trim() === '' || notProse.test(line)) close();
    else if (tableRule.test(line) && line.includes('-')) {
      // What stands above is the header; a line of dashes under words makes them a heading.
      open = null;
    } else if (line.trimStart().startsWith('|')) {
      close();
      open = { start, end };
    } else if (open === null || lead.trim() !== '') {
      close();
      open = { start: start + lead.length, end };
    } else open.end = end;
    start += line.length;
  }
  close();
  return blocks;
}

/** A new one for each use: a shared one with `g` would keep its place. */
function references(): RegExp {
  return new RegExp(referenceSource, 'g');
}

/** Inline code is quoted text: an index such as list[1] cites nothing. */
function citableText(text: string): string {
  return text.replace(/`[^`\n]*`/g, '');
}

function plainText(text: string): string {
  return text
    .replace(references(), ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_~`|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:!?])/g, '')
    .trim();
}
