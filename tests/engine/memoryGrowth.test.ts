import { expect, test } from 'vitest';
import { growthPerCycle, sampleChats, sampleLoadCycles } from '../support/memoryGrowth.ts';

const kibibyte = 1024;
const longMs = 280_000;

// Catches a model or a context that is not freed. The bounds leave room for what settles in the first cycles; the
// bench, which does 200, shows smaller growth.
test(
  'loading and unloading again and again takes no more memory',
  async () => {
    const warmUp = 6;
    const samples = (await sampleLoadCycles(warmUp + 18)).slice(warmUp);
    const heap = growthPerCycle(samples.map(({ heapBytes }) => heapBytes));
    const resident = growthPerCycle(samples.map(({ rssBytes }) => rssBytes));
    expect(heap).toBeLessThan(400 * kibibyte);
    expect(resident).toBeLessThan(900 * kibibyte);
  },
  longMs,
);

// Catches conversations that are deleted but held on to: by the host, or as contexts of the engine.
test.skipIf(process.platform === 'win32')(
  'conversations that were deleted take no memory',
  async () => {
    const samples = (await sampleChats(110)).slice(2);
    const host = growthPerCycle(samples.map(({ heapBytes }) => heapBytes)) / 10;
    const engine = growthPerCycle(samples.map(({ engineRssBytes }) => engineRssBytes)) / 10;
    expect(host).toBeLessThan(100 * kibibyte);
    expect(engine).toBeLessThan(900 * kibibyte);
  },
  longMs,
);

test('growth is what every cycle adds, not what comes and goes', () => {
  const leaking = Array.from({ length: 30 }, (_, cycle) => 500 + cycle * 10 + (cycle % 2) * 40);
  expect(growthPerCycle(leaking)).toBe(10);
  expect(growthPerCycle([...leaking.slice(0, 3), 500, 900, 500, 900, 500, 500])).toBe(0);
});
