import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PowerSource } from './powerState.ts';

/** Where Linux tells of its devices. */
export const linuxFolder = '/sys';

/**
 * Where the computer's power comes from. Other systems than Linux keep it in no file, and are 'unknown'.
 * https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power
 */
export async function readPowerSource(folder = linuxFolder): Promise<PowerSource> {
  const supplies = join(folder, 'class/power_supply');
  const all = await Promise.all(
    (await listNames(supplies)).map(async (name) => ({
      type: await readText(join(supplies, name, 'type')),
      scope: await readText(join(supplies, name, 'scope')),
      status: await readText(join(supplies, name, 'status')),
      online: await readText(join(supplies, name, 'online')),
    })),
  );
  // A mouse's or keyboard's battery has the scope 'Device'.
  const own = all.filter(({ scope }) => scope !== 'Device');
  if (own.some(({ type, online }) => type !== 'Battery' && online === '1')) return 'mains';
  const batteries = own.filter(({ type }) => type === 'Battery');
  if (batteries.some(({ status }) => status === 'Discharging')) return 'battery';
  return batteries.length === 0 ? 'unknown' : 'mains';
}

/** None where there is no such folder. */
export async function listNames(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Null where there is no such file, or its device does not answer. */
export async function readText(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : text.trim();
}
