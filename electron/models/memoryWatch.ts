import type { Engine, EngineStatus } from '../engine/engine.ts';
import { isMemoryShort, type MemoryReading } from './memoryPressure.ts';

/** Gives a model's memory back when other programs need it, never while it answers. */
export interface MemoryWatch {
  /** The model that was unloaded for this reason, until one is loaded again. */
  readonly unloadedPath: string | null;
  /** Something is about to be asked. */
  noteUse(): void;
  dispose(): void;
}

const everyMs = 10_000;
/** Who asked just now goes on, most likely; and between the steps of a summary nothing is asked for a moment. */
const quietMs = 30_000;

/**
 * While a model is loaded it looks at the memory now and then. Where it is short, first the contexts that only might
 * be used again are given back, and at the next look the model.
 * @param now in ms; a test has a clock of its own.
 */
export function createMemoryWatch(parts: {
  readonly engine: Pick<Engine, 'status' | 'onStatusChanged' | 'unload' | 'giveBackMemory'>;
  readonly read: () => Promise<MemoryReading>;
  readonly now?: () => number;
}): MemoryWatch {
  const { engine, now = () => performance.now() } = parts;
  let timer: NodeJS.Timeout | undefined;
  let unloadedPath: string | null = null;
  let lastUseMs = now();
  let hasGivenBack = false;

  const isQuiet = () => engine.status.phase === 'ready' && now() - lastUseMs >= quietMs;
  const look = async () => {
    const isShort = isMemoryShort(await parts.read());
    if (!isShort) hasGivenBack = false;
    if (!isShort || !isQuiet()) return;
    if (!hasGivenBack) {
      hasGivenBack = true;
      await engine.giveBackMemory();
      return;
    }
    unloadedPath = engine.status.modelPath;
    await engine.unload();
  };

  const follow = ({ phase, modelPath }: EngineStatus) => {
    if (modelPath !== null) lastUseMs = now();
    if (phase === 'loading') unloadedPath = null;
    if (modelPath === null) {
      clearInterval(timer);
      timer = undefined;
      hasGivenBack = false;
    } else if (timer === undefined) {
      timer = setInterval(() => void look(), everyMs);
      timer.unref();
    }
  };
  const stopListening = engine.onStatusChanged(follow);

  return {
    get unloadedPath() {
      return unloadedPath;
    },
    noteUse() {
      lastUseMs = now();
    },
    dispose() {
      stopListening();
      clearInterval(timer);
    },
  };
}
