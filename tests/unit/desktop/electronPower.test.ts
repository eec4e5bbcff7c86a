import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { watchDesktopPower } from '../../../electron/desktop/electronPower.ts';
import type { PowerState } from '../../../electron/power/powerState.ts';

/** Electron's powerMonitor, saying what a test sets. */
class FakePowerMonitor extends EventEmitter {
  isOnBattery = false;
  thermalState: 'unknown' | 'nominal' | 'fair' | 'serious' | 'critical' = 'nominal';
  isOnBatteryPower() {
    return this.isOnBattery;
  }
  getCurrentThermalState() {
    return this.thermalState;
  }
}

function follow(platform: NodeJS.Platform) {
  const system = new FakePowerMonitor();
  const seen: PowerState[] = [];
  const stop = watchDesktopPower({ system, platform, intervalMs: 3_600_000 }).start((state) =>
    seen.push(state),
  );
  return {
    system,
    stop,
    last: (state: Partial<PowerState>) => vi.waitFor(() => expect(seen.at(-1)).toMatchObject(state)),
  };
}

test.each(['darwin', 'win32'] as const)('follows the battery on %s', async (platform) => {
  const { system, last } = follow(platform);
  await last({ source: 'mains', isHot: false });
  system.isOnBattery = true;
  system.emit('on-battery');
  await last({ source: 'battery' });
  system.isOnBattery = false;
  system.emit('on-ac');
  await last({ source: 'mains' });
});

test('looks again when the computer wakes up, since it may have been unplugged asleep', async () => {
  const { system, last } = follow('win32');
  await last({ source: 'mains' });
  system.isOnBattery = true;
  system.emit('resume');
  await last({ source: 'battery' });
});

test.each(['serious', 'critical'] as const)('is hot on macOS when its state is %s', async (state) => {
  const { system, last } = follow('darwin');
  await last({ isHot: false });
  system.thermalState = state;
  system.emit('thermal-state-change', { state });
  await last({ isHot: true });
  system.thermalState = 'fair';
  system.emit('thermal-state-change', { state: 'fair' });
  await last({ isHot: false });
});

test('is hot on Windows when the processor is slowed down by much', async () => {
  const { system, last } = follow('win32');
  system.emit('speed-limit-change', { limit: 60 });
  await last({ isHot: true });
  system.emit('speed-limit-change', { limit: 95 });
  await last({ isHot: false });
});

test.each(['darwin', 'win32', 'linux'] as const)('leaves no listener behind on %s', (platform) => {
  const { system, stop } = follow(platform);
  expect(system.eventNames()).not.toEqual([]);
  stop();
  expect(system.eventNames()).toEqual([]);
});
