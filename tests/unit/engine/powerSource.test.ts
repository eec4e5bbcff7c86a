import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readPowerSource } from '../../../electron/engine/process/powerSource.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder like Linux's /sys/class/power_supply. */
function powerSupplies(supplies: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-power-'));
  folders.push(folder);
  for (const [name, files] of Object.entries(supplies)) {
    mkdirSync(join(folder, name));
    for (const [file, content] of Object.entries(files))
      writeFileSync(join(folder, name, file), `${content}\n`);
  }
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
])('%s', (_, supplies, source) => {
  expect(readPowerSource(powerSupplies(supplies))).toBe(source);
});

test('a system without such a folder is unknown', () => {
  expect(readPowerSource('/no/such/folder')).toBe('unknown');
});
