import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventBuffer } from '../../../electron/engine/eventBuffer.ts';

test('gives every event once and in order, however pushing and pulling interleave', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer(), { maxLength: 30 }),
      async (scheduler, numbers) => {
        const buffer = createEventBuffer<number>();
        const seen: number[] = [];
        const reading = (async () => {
          for await (const event of buffer) {
            await scheduler.schedule(Promise.resolve());
            seen.push(event);
          }
        })();
        const pushing = (async () => {
          for (const number of numbers) {
            await scheduler.schedule(Promise.resolve());
            buffer.push(number);
          }
          buffer.end(-1);
        })();
        await scheduler.waitFor(Promise.all([pushing, reading]));
        expect(seen).toEqual([...numbers, -1]);
      },
    ),
  );
});
