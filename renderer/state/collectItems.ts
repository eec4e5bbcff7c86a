import type { ItemOf, StreamName } from '../../shared/contract/index.ts';

/** Often enough to look like writing, seldom enough that a fast model does not keep the view busy. */
const intervalMs = 40;

/** Hands a stream's items on in small batches. */
export function collectItems<Name extends StreamName>(
  give: (items: readonly ItemOf<Name>[]) => void,
): {
  readonly add: (item: ItemOf<Name>) => void;
  readonly flush: () => void;
  readonly hasStarted: () => boolean;
} {
  let waiting: ItemOf<Name>[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let hasStarted = false;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    give(items);
  };
  return {
    add: (item) => {
      hasStarted = true;
      waiting.push(item);
      timer ??= setTimeout(flush, intervalMs);
    },
    flush,
    hasStarted: () => hasStarted,
  };
}
