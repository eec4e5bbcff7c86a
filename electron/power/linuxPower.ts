import { join } from 'node:path';
import { linuxFolder, listNames, readPowerSource, readText } from './powerSource.ts';
import { createPowerWatch, type PowerState, type PowerWatch } from './powerState.ts';

/** Sensors of the case and the skin have trip points far below what slows a processor down. */
const chipMilliCelsius = 70_000;
/** What is hot counts as hot until it is this much cooler, so that work does not start and stop all the time. */
const coolerMilliCelsius = 5_000;

/**
 * Power as Linux's own files tell it; elsewhere there are none, and the source stays 'unknown'.
 * @param folder in place of `/sys`: a container may have the host's mounted elsewhere.
 */
export function watchLinuxPower(
  input: {
    readonly folder?: string | undefined;
    readonly onHint?: (look: () => void) => () => void;
    readonly intervalMs?: number;
  } = {},
): PowerWatch {
  const { folder = linuxFolder, ...others } = input;
  return createPowerWatch({ ...others, read: (last) => readLinuxPower(folder, last) });
}

/** @param last what was hot then is hot until it has cooled down. */
export async function readLinuxPower(folder: string, last: PowerState): Promise<PowerState> {
  return {
    source: await readPowerSource(folder),
    isSaving: await isSaving(folder),
    isHot: await isHot(folder, last.isHot),
  };
}

/**
 * The profile of the firmware, else the hint to the processor, which is what power-profiles-daemon sets.
 * https://docs.kernel.org/admin-guide/abi-testing.html (platform_profile, energy_performance_preference)
 */
async function isSaving(folder: string): Promise<boolean> {
  const profile = await readText(join(folder, 'firmware/acpi/platform_profile'));
  if (profile === 'low-power') return true;
  const hint = await readText(
    join(folder, 'devices/system/cpu/cpufreq/policy0/energy_performance_preference'),
  );
  return hint === 'power';
}

/** Whether a chip has reached the temperature from which it is slowed down. https://docs.kernel.org/driver-api/thermal/sysfs-api.html */
async function isHot(folder: string, wasHot: boolean): Promise<boolean> {
  const thermal = join(folder, 'class/thermal');
  const zones = (await listNames(thermal)).filter((name) => name.startsWith('thermal_zone'));
  for (const zone of zones) {
    const now = await readMilliCelsius(join(thermal, zone, 'temp'));
    const slowedFrom = await slowingMilliCelsius(join(thermal, zone));
    if (now === null || slowedFrom === null) continue;
    if (now >= slowedFrom - (wasHot ? coolerMilliCelsius : 0)) return true;
  }
  return false;
}

async function slowingMilliCelsius(zone: string): Promise<number | null> {
  const trips: number[] = [];
  for (const name of await listNames(zone)) {
    const trip = /^(trip_point_\d+)_type$/.exec(name)?.[1];
    if (trip === undefined) continue;
    const type = await readText(join(zone, name));
    if (type !== 'passive' && type !== 'hot') continue;
    const temperature = await readMilliCelsius(join(zone, `${trip}_temp`));
    if (temperature !== null && temperature >= chipMilliCelsius) trips.push(temperature);
  }
  return trips.length === 0 ? null : Math.min(...trips);
}

async function readMilliCelsius(file: string): Promise<number | null> {
  const text = await readText(file);
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
