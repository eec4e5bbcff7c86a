import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readLinuxPower, watchLinuxPower } from '../../../electron/power/linuxPower.ts';
import { type PowerState, unknownPower } from '../../../electron/power/powerState.ts';
import { putFiles } from '../../support/systemFiles.ts';

function systemFolder(contents: Parameters<typeof putFiles>[1]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-sys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  putFiles(folder, contents);
  return folder;
}

const zone = (temp: string, trips: Readonly<Record<string, string>>) => ({
  class: {
    thermal: {
      cooling_device0: { type: 'Processor' },
      thermal_zone0: {
        type: 'x86_pkg_temp',
        temp,
        ...Object.fromEntries(
          Object.entries(trips).flatMap(([type, temperature], index) => [
            [`trip_point_${index}_type`, type],
            [`trip_point_${index}_temp`, temperature],
          ]),
        ),
      },
    },
  },
});

test.each([
  ['the low-power profile', { firmware: { acpi: { platform_profile: 'low-power' } } }, true],
  ['the balanced profile', { firmware: { acpi: { platform_profile: 'balanced' } } }, false],
  [
    'a processor told to save power',
    { devices: { system: { cpu: { cpufreq: { policy0: { energy_performance_preference: 'power' } } } } } },
    true,
  ],
  [
    'a processor on battery without power saver',
    {
      devices: {
        system: { cpu: { cpufreq: { policy0: { energy_performance_preference: 'balance_power' } } } },
      },
    },
    false,
  ],
  ['a system that tells nothing', {}, false],
])('power saver: %s', async (_, contents, isSaving) => {
  expect(await readLinuxPower(systemFolder(contents), unknownPower)).toEqual({ ...unknownPower, isSaving });
});

test.each([
  ['below its passive trip point', zone('94000', { passive: '95000', critical: '105000' }), false],
  ['at its passive trip point', zone('95000', { passive: '95000', critical: '105000' }), true],
  ['at its hot trip point', zone('99000', { hot: '99000' }), true],
  ['with a critical trip point only, as on small boards', zone('100000', { critical: '110000' }), false],
  ['above the trip point of a fan', zone('80000', { active: '75000', passive: '95000' }), false],
  ['above the trip point of a sensor in the case', zone('60000', { passive: '50000' }), false],
  ['with a trip point that is switched off', zone('60000', { passive: '-274000' }), false],
  ['that does not answer', zone('', { passive: '95000' }), false],
])('hot: a chip %s', async (_, contents, isHot) => {
  expect(await readLinuxPower(systemFolder(contents), unknownPower)).toEqual({ ...unknownPower, isHot });
});

test('what is hot stays hot until it is five degrees cooler', async () => {
  const hot = { ...unknownPower, isHot: true };
  const near = systemFolder(zone('90000', { passive: '95000' }));
  expect((await readLinuxPower(near, hot)).isHot).toBe(true);
  expect((await readLinuxPower(near, unknownPower)).isHot).toBe(false);
  expect((await readLinuxPower(systemFolder(zone('89999', { passive: '95000' })), hot)).isHot).toBe(false);
});

test('follows the files while someone wants to know, and not after', async () => {
  const battery = (status: string) => ({
    class: { power_supply: { BAT0: { type: 'Battery', status } } },
  });
  const folder = systemFolder(battery('Full'));
  const seen: PowerState['source'][] = [];
  const stop = watchLinuxPower({ folder, intervalMs: 5 }).start(({ source }) => seen.push(source));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('mains'));
  putFiles(folder, battery('Discharging'));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('battery'));
  stop();
  const count = seen.length;
  putFiles(folder, battery('Full'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seen.length).toBe(count);
});
