/** Lets so much work run at once, in the order of asking; what is urgent goes before the rest. */
export interface Places {
  run<Value>(input: { readonly isUrgent: boolean; readonly work: () => Promise<Value> }): Promise<Value>;
}

export function createPlaces(count: number): Places {
  const urgent: (() => void)[] = [];
  const others: (() => void)[] = [];
  let free = Math.max(1, count);
  return {
    async run({ isUrgent, work }) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => (isUrgent ? urgent : others).push(resolve));
      try {
        return await work();
      } finally {
        const next = urgent.shift() ?? others.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
