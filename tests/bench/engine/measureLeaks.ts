import { growthPerCycle, sampleChats, sampleLoadCycles } from '../../support/memoryGrowth.ts';
import type { BenchPart } from './part.ts';

const loads = 200;
const chats = 1000;
const chatsPerSample = 10;
/** What settles in the first of them is no growth. */
const warmUpRatio = 0.1;
const kibibyte = 1024;

/** Whether loading and unloading again and again, and chats that are deleted, leave memory behind. Small models. */
export const measureLeaks: BenchPart = async ({ add, isQuick }) => {
  if (isQuick) return;
  const allowed = { reference: 100, referenceName: 'a tenth of a MiB', unit: 'KiB', target: { atMost: 1 } };
  const growth = (values: readonly number[]) =>
    growthPerCycle(values.slice(Math.ceil(values.length * warmUpRatio))) / kibibyte;

  const cycles = await sampleLoadCycles(loads);
  const perLoad = `growth per load, ${loads} loads`;
  add({ metric: `${perLoad}, resident`, ours: growth(cycles.map(({ rssBytes }) => rssBytes)), ...allowed });
  add({ metric: `${perLoad}, heap`, ours: growth(cycles.map(({ heapBytes }) => heapBytes)), ...allowed });

  if (process.platform === 'win32') return;
  const asked = await sampleChats(chats);
  const perChat = `growth per chat, ${chats} chats`;
  const ours = (read: (sample: (typeof asked)[number]) => number) => growth(asked.map(read)) / chatsPerSample;
  add({ metric: `${perChat}, host`, ours: ours(({ rssBytes }) => rssBytes), ...allowed });
  add({ metric: `${perChat}, host's heap`, ours: ours(({ heapBytes }) => heapBytes), ...allowed });
  add({ metric: `${perChat}, engine`, ours: ours(({ engineRssBytes }) => engineRssBytes), ...allowed });
};
