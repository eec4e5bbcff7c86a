import { median } from './report.ts';

export interface Comparison {
  /** Of the reference, at its best. */
  readonly threads: number;
  /** The ratio is the median of the rounds' ratios, because what disturbs a round disturbs both sides. */
  readonly values: { readonly ours: number; readonly reference: number; readonly ratio: number };
}

/** From this round on, counts clearly slower than the best are left out; hopeless ones are after the first. */
const narrowingRound = 3;

/**
 * Measures our speed and the reference's with each thread count, in rounds. Who goes first takes turns, since a side
 * could gain from what the other leaves in the caches, or from a pause.
 */
export async function compareSpeeds(input: {
  readonly cores: number;
  readonly rounds: number;
  readonly ours: () => Promise<number>;
  readonly theirs: (threads: number) => Promise<number>;
}): Promise<Comparison> {
  let counts = sweepCounts(input.cores);
  const ours: number[] = [];
  const theirs = new Map<number, number[]>(counts.map((threads) => [threads, []]));
  for (let round = 0; round < input.rounds; round += 1) {
    await inTurns({
      round,
      ours: async () => void ours.push(await input.ours()),
      theirs: async () => {
        for (const threads of counts) theirs.get(threads)?.push(await input.theirs(threads));
      },
    });
    const nearEnough = round + 1 < narrowingRound ? 0.5 : 0.8;
    counts = counts.filter((threads) => relativeSpeed(theirs, threads) > nearEnough);
  }
  const [threads, bestRounds] = [...theirs].toSorted((a, b) => median(b[1]) - median(a[1]))[0] ?? [1, []];
  return { threads, values: summarised(ours, bestRounds) };
}

/** The same for one way to measure the reference. */
export async function compareTimes(input: {
  readonly rounds: number;
  readonly ours: () => Promise<number>;
  readonly theirs: () => Promise<number>;
}): Promise<Comparison['values']> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < input.rounds; round += 1) {
    await inTurns({
      round,
      ours: async () => void ours.push(await input.ours()),
      theirs: async () => void theirs.push(await input.theirs()),
    });
  }
  return summarised(ours, theirs);
}

async function inTurns(input: {
  readonly round: number;
  readonly ours: () => Promise<void>;
  readonly theirs: () => Promise<void>;
}): Promise<void> {
  const { ours, theirs } = input;
  const order = input.round % 2 === 0 ? [ours, theirs] : [theirs, ours];
  for (const measure of order) await measure();
}

function summarised(ours: readonly number[], theirs: readonly number[]): Comparison['values'] {
  // A count that was left out has fewer rounds.
  const ratios = theirs.map((reference, round) => (ours[round] ?? Number.NaN) / reference);
  return { ours: median(ours), reference: median(theirs), ratio: median(ratios) };
}

function relativeSpeed(speeds: ReadonlyMap<number, readonly number[]>, threads: number): number {
  const best = Math.max(...[...speeds.values()].map(median).filter(Number.isFinite));
  return median(speeds.get(threads) ?? []) / best;
}

function sweepCounts(cores: number): number[] {
  const all = Array.from({ length: cores }, (_, index) => index + 1);
  const sensible = new Set([1, 2, Math.ceil(cores / 2), Math.ceil((cores * 3) / 4), cores - 1, cores]);
  return all.filter((threads) => cores <= 4 || sensible.has(threads));
}
