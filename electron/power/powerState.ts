export type PowerSource = 'mains' | 'battery' | 'unknown';

/** What the operating system says of the computer's power. */
export interface PowerState {
  readonly source: PowerSource;
  /** The person switched on the system's power saver. */
  readonly isSaving: boolean;
  /** So hot that the system slows the processor down. */
  readonly isHot: boolean;
}

export const unknownPower: PowerState = { source: 'unknown', isSaving: false, isHot: false };

/** Follows the computer's power for as long as someone wants to know. */
export interface PowerWatch {
  /** Calls back at once and after every look. @returns a function that stops it. */
  start(onRead: (state: PowerState) => void): () => void;
}

/** Seldom enough not to cost power itself. */
const usualIntervalMs = 10_000;

/** @param read is given what was last read. @param onHint calls back when a look is worth while; @returns its end. */
export function createPowerWatch(input: {
  readonly read: (last: PowerState) => Promise<PowerState>;
  readonly onHint?: (look: () => void) => () => void;
  readonly intervalMs?: number;
}): PowerWatch {
  return {
    start(onRead) {
      let last = unknownPower;
      let isStopped = false;
      let reading: Promise<void> = Promise.resolve();
      const look = () => {
        reading = reading.then(async () => {
          if (isStopped) return;
          last = await input.read(last);
          if (!isStopped) onRead(last);
        });
      };
      look();
      const timer = setInterval(look, input.intervalMs ?? usualIntervalMs);
      timer.unref();
      const endHints = input.onHint?.(look);
      return () => {
        isStopped = true;
        clearInterval(timer);
        endHints?.();
      };
    },
  };
}
