import { watchLinuxPower } from '../power/linuxPower.ts';
import { createPowerWatch, type PowerWatch } from '../power/powerState.ts';

type ThermalState = 'unknown' | 'nominal' | 'fair' | 'serious' | 'critical';
type PowerEvent = 'on-ac' | 'on-battery' | 'resume' | 'thermal-state-change' | 'speed-limit-change';

/** What is used of Electron's `powerMonitor`. */
export interface SystemPower {
  isOnBatteryPower(): boolean;
  /** On macOS only. */
  getCurrentThermalState(): ThermalState;
  on(event: 'speed-limit-change', listener: (details: { readonly limit: number }) => void): unknown;
  on(event: Exclude<PowerEvent, 'speed-limit-change'>, listener: () => void): unknown;
  off(event: 'speed-limit-change', listener: (details: { readonly limit: number }) => void): unknown;
  off(event: Exclude<PowerEvent, 'speed-limit-change'>, listener: () => void): unknown;
}

const lookEvents = ['on-ac', 'on-battery', 'resume', 'thermal-state-change'] as const;
/** In percent of the processor's speed; a little less is usual under load and no sign of heat. */
const slowedDown = 80;

/**
 * Power as Electron tells it on macOS and Windows, where it knows of no power saver. On Linux the system's own
 * files say more; there Electron tells only that the computer is awake again.
 */
export function watchDesktopPower(input: {
  readonly system: SystemPower;
  readonly platform: NodeJS.Platform;
  readonly intervalMs?: number;
}): PowerWatch {
  const { system, platform, ...others } = input;
  if (platform === 'linux') {
    return watchLinuxPower({
      ...others,
      onHint(look) {
        system.on('resume', look);
        return () => void system.off('resume', look);
      },
    });
  }
  let speedPercent = 100;
  return createPowerWatch({
    ...others,
    async read() {
      const thermal = platform === 'darwin' ? system.getCurrentThermalState() : 'unknown';
      return {
        source: system.isOnBatteryPower() ? 'battery' : 'mains',
        isSaving: false,
        isHot: thermal === 'serious' || thermal === 'critical' || speedPercent < slowedDown,
      };
    },
    onHint(look) {
      const noteSpeed = ({ limit }: { readonly limit: number }) => {
        speedPercent = limit;
        look();
      };
      for (const event of lookEvents) system.on(event, look);
      system.on('speed-limit-change', noteSpeed);
      return () => {
        for (const event of lookEvents) system.off(event, look);
        system.off('speed-limit-change', noteSpeed);
      };
    },
  });
}
