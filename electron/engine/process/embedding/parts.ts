/** Cuts where a sentence ends if one ends in the last part of the room. */
const sentenceWindowRatio = 0.25;

/**
 * Splits tokens into consecutive parts of at most `room` tokens, nearly equal ones where no sentence's end is near.
 * @param endsSentence of the token at this index.
 */
export function splitTokens<Token>(input: {
  readonly tokens: readonly Token[];
  readonly room: number;
  readonly endsSentence: (index: number) => boolean;
}): (readonly Token[])[] {
  const { tokens, room, endsSentence } = input;
  const parts: (readonly Token[])[] = [];
  for (let start = 0; start < tokens.length; ) {
    const left = tokens.length - start;
    if (left <= room) {
      parts.push(tokens.slice(start));
      break;
    }
    // A last part of a few words would say nothing of its own.
    const even = Math.ceil(left / Math.ceil(left / room));
    const earliest = start + Math.max(1, even - Math.floor(room * sentenceWindowRatio));
    const latest = Math.min(start + room, tokens.length - 1);
    let end = start + even;
    for (let distance = 0; distance <= room; distance += 1) {
      const found = [end + distance, end - distance].find(
        (candidate) => candidate >= earliest && candidate <= latest && endsSentence(candidate - 1),
      );
      if (found === undefined) continue;
      end = found;
      break;
    }
    parts.push(tokens.slice(start, end));
    start = end;
  }
  return parts;
}

/**
 * The mean of the parts' vectors by their length, made one long.
 * @returns null where they have no direction: a number that is none, or all zeros.
 */
export function poolVectors(
  parts: readonly { readonly vector: readonly number[]; readonly tokens: number }[],
): Float32Array | null {
  const dimension = parts[0]?.vector.length ?? 0;
  const sum = new Float64Array(dimension);
  for (const { vector, tokens } of parts) {
    for (const [index, value] of vector.entries()) sum[index] = (sum[index] ?? 0) + value * tokens;
  }
  const length = Math.hypot(...sum);
  if (!Number.isFinite(length) || length === 0) return null;
  return Float32Array.from(sum, (value) => value / length);
}
