import type { AnswerPart } from '../protocol.ts';

/** Two frames of a usual screen: nobody sees text sooner, and every message takes a core from the model for a moment. */
const usualSpacingMs = 33;

/** Parts of one answer on their way to the host. */
export interface PartBuffer {
  push(part: AnswerPart): void;
  /** Sends what is left; to be called at the end. */
  flush(): void;
}

/** Joins pieces of text that come faster than they can be seen. The first of each kind goes at once. */
export function createPartBuffer(input: {
  readonly send: (part: AnswerPart) => void;
  readonly spacingMs?: number;
  readonly now?: () => number;
}): PartBuffer {
  const { send, spacingMs = usualSpacingMs, now = () => performance.now() } = input;
  let pending: Extract<AnswerPart, { text: string }> | null = null;
  let lastKind: AnswerPart['kind'] | null = null;
  let sentMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (pending === null) return;
    const part = pending;
    pending = null;
    lastKind = part.kind;
    sentMs = now();
    send(part);
  };

  return {
    flush,
    push(part) {
      if (part.kind === 'reading') {
        flush();
        lastKind = part.kind;
        send(part);
        return;
      }
      if (pending !== null && pending.kind !== part.kind) flush();
      pending = pending === null ? part : { ...pending, text: pending.text + part.text };
      const leftMs = part.kind === lastKind ? sentMs + spacingMs - now() : 0;
      if (leftMs <= 0) flush();
      else timer ??= setTimeout(flush, leftMs);
    },
  };
}
