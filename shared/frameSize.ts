/**
 * Whether a value weighs more than `maxBytes` as JSON text, escapes and digits left out. Stops counting there,
 * so a hostile value costs no more than an allowed one; what contains itself always counts as too heavy.
 */
export function weighsMoreThan(value: unknown, maxBytes: number): boolean {
  let remaining = maxBytes;
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const current = pending.pop();
    if (typeof current === 'string') remaining -= utf8Bytes(current, remaining) + 2;
    else if (ArrayBuffer.isView(current) || current instanceof ArrayBuffer) remaining -= current.byteLength;
    else if (Array.isArray(current)) {
      remaining -= 1 + Math.max(1, current.length);
      if (remaining < 0) return true;
      for (const item of current) pending.push(item);
    } else if (typeof current === 'object' && current !== null) {
      const entries = Object.entries(current);
      remaining -= entries.length > 0 ? 1 : 2;
      for (const [key, item] of entries) {
        remaining -= utf8Bytes(key, remaining) + 4;
        if (remaining < 0) return true;
        pending.push(item);
      }
    } else remaining -= 1;
    if (remaining < 0) return true;
  }
  return false;
}

function utf8Bytes(text: string, stopAt: number): number {
  if (text.length > stopAt) return text.length;
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // Each half of a surrogate pair counts two: together the four bytes of the character.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
