import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type PowerSource = 'mains' | 'battery' | 'unknown';

/** https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power */
const linuxFolder = '/sys/class/power_supply';

/** Where the computer's power comes from. Other systems than Linux keep it in no file, and are 'unknown'. */
export function readPowerSource(folder = linuxFolder): PowerSource {
  try {
    const supplies = readdirSync(folder).map((name) => ({
      type: read(folder, name, 'type'),
      scope: read(folder, name, 'scope'),
      status: read(folder, name, 'status'),
      online: read(folder, name, 'online'),
    }));
    // A mouse's or keyboard's battery has the scope 'Device'.
    const own = supplies.filter(({ scope }) => scope !== 'Device');
    if (own.some(({ type, online }) => type !== 'Battery' && online === '1')) return 'mains';
    const batteries = own.filter(({ type }) => type === 'Battery');
    if (batteries.some(({ status }) => status === 'Discharging')) return 'battery';
    return batteries.length === 0 ? 'unknown' : 'mains';
  } catch {
    return 'unknown';
  }
}

function read(folder: string, name: string, file: string): string | null {
  try {
    return readFileSync(join(folder, name, file), 'utf8').trim();
  } catch {
    return null;
  }
}
