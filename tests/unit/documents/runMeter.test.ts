import { expect, test } from 'vitest';
import { createRunMeter } from '../../../electron/documents/library/runMeter.ts';

// Catches "37 files read in 5 min" of a run that took six seconds, five minutes ago.
test('a run that is over took as long as it did, however much later it is asked about', () => {
  let now = 0;
  const meter = createRunMeter(() => now);
  for (const end of [2000, 4000, 6000]) {
    now = end;
    meter.fileEnded({ sizeBytes: 10, hasFailed: false });
  }
  now = 9000;
  expect(meter.read(1)).toMatchObject({ done: 3, total: 4, elapsedMs: 9000 });
  expect(meter.read(0)).toMatchObject({ done: 3, total: 3, elapsedMs: 6000 });
});
