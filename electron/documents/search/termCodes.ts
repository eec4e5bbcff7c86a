import { endianness } from 'node:os';

/** How many different codes there are. */
export const codeCount = 65_536;

/**
 * A number that stands for a term where passages are compared: 16 bits of FNV-1a
 * (http://www.isthe.com/chongo/tech/comp/fnv). In one passage of some hundred terms two that differ seldom share one,
 * and what is found never depends on it: the full-text index knows the terms themselves.
 */
export function codeOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < term.length; index += 1) {
    const unit = term.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return (hash ^ (hash >>> 16)) & 0xffff;
}

export const bytesPerTerm = 2;

/** A passage's terms in order, two bytes each, the lower first. */
export function encodeTerms(terms: readonly string[]): Buffer {
  const bytes = Buffer.alloc(terms.length * bytesPerTerm);
  for (const [index, term] of terms.entries()) bytes.writeUInt16LE(codeOf(term), index * bytesPerTerm);
  return bytes;
}

/** Joins what `encodeTerms` made of several texts. */
export function decodeTerms(parts: readonly Uint8Array[]): Uint16Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  if (endianness() === 'BE') Buffer.from(bytes.buffer).swap16();
  return new Uint16Array(bytes.buffer);
}
