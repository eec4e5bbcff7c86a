/**
 * Numbers calls. They start at random, so that what the host still sends to the page before a reload is never
 * taken for an answer to a call of this one.
 */
export function createIdSource(): () => number {
  let last = Math.floor(Math.random() * 2 ** 40);
  return () => {
    last += 1;
    return last;
  };
}

/** The call a frame belongs to, as far as that can be told of a value that is no valid frame. */
export function readCallId(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'number' && Number.isSafeInteger(value.id) && value.id > 0 ? value.id : null;
}
