import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readPowerSource } from '../../../electron/power/powerSource.ts';
import { putFiles } from '../../support/systemFiles.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder like Linux's /sys with these power supplies. */
function powerSupplies(supplies: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-power-'));
  folders.push(folder);
  putFiles(join(folder, 'class/power_supply'), supplies);
  return folder;
}

const mouse = { type: 'Battery', scope: 'Device', status: 'Discharging' };

test.each([
  [
    'a laptop on its battery',
    { AC: { type: 'Mains', online: '0' }, BAT0: { type: 'Battery', status: 'Discharging' } },
    'battery',
  ],
  [
    'a laptop that is charged',
    { AC: { type: 'Mains', online: '1' }, BAT0: { type: 'Battery', status: 'Charging' } },
    'mains',
  ],
  [
    'a laptop charged over USB',
    { ucsi: { type: 'USB', online: '1' }, BAT0: { type: 'Battery', status: 'Discharging' } },
    'mains',
  ],
  ['a full laptop whose cable has no file', { BAT0: { type: 'Battery', status: 'Full' } }, 'mains'],
  ['a desktop computer with a wireless mouse', { hid: mouse }, 'unknown'],
  ['a computer that tells nothing', {}, 'unknown'],
])('%s', async (_, supplies, source) => {
  expect(await readPowerSource(powerSupplies(supplies))).toBe(source);
});

test('a system without such a folder is unknown', async () => {
  expect(await readPowerSource('/no/such/folder')).toBe('unknown');
});
