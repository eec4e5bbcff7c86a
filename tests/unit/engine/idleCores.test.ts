import { expect, test } from 'vitest';
import { type CoreTimes, watchIdleCores } from '../../../electron/engine/process/idleCores.ts';

test('says how many cores were idle between two calls, and nothing before there were two', () => {
  const readings: CoreTimes[] = [
    { cores: 4, idleMs: 9000, totalMs: 10_000 },
    { cores: 4, idleMs: 9100, totalMs: 10_400 },
    { cores: 4, idleMs: 9300, totalMs: 10_600 },
    { cores: 4, idleMs: 9300, totalMs: 10_600 },
  ];
  const idleCores = watchIdleCores(() => {
    const reading = readings.shift();
    if (reading === undefined) throw new Error('no reading left');
    return reading;
  });
  expect([idleCores(), idleCores(), idleCores(), idleCores()]).toEqual([0, 1, 4, 0]);
});
