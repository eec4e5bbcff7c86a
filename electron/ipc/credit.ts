/** More than any view of ours ever leaves unused, so that no view can order without end. */
const maxCredit = 4096;

/** How many items a stream may still send before its view has taken some. */
export interface Credit {
  add(items: number): void;
  /** Takes one item's credit. @returns false where there is none. */
  spend(): boolean;
  /** Resolves when there is credit, or when `signal` has aborted. */
  wait(signal: AbortSignal): Promise<void>;
}

export function createCredit(initial: number): Credit {
  let available = initial;
  let wake: (() => void) | null = null;
  return {
    add(items) {
      available = Math.min(available + items, maxCredit);
      wake?.();
    },
    spend() {
      if (available === 0) return false;
      available -= 1;
      return true;
    },
    wait(signal) {
      if (available > 0 || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        wake = () => {
          wake = null;
          signal.removeEventListener('abort', onAbort);
          resolve();
        };
        const onAbort = () => wake?.();
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}
