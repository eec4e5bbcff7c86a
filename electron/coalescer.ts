const restMs = 500;

/** Does the first of many wishes at once, and what comes shortly after in one go. */
export interface Coalescer {
  ask(): void;
  /** Does at once what was still to be done. */
  dispose(): void;
}

export function createCoalescer(work: () => void): Coalescer {
  let resting: NodeJS.Timeout | undefined;
  let isAsked = false;
  const run = () => {
    isAsked = false;
    resting = setTimeout(() => {
      resting = undefined;
      if (isAsked) run();
    }, restMs);
    resting.unref();
    work();
  };
  return {
    ask() {
      if (resting === undefined) run();
      else isAsked = true;
    },
    dispose() {
      clearTimeout(resting);
      resting = undefined;
      if (isAsked) work();
      isAsked = false;
    },
  };
}
