import type { Engine, EngineStatus } from '../engine/engine.ts';

/** Gives a model's memory back when nothing has been asked of it for a while. */
export interface IdleUnload {
  /** The model that was unloaded for this reason, until one is loaded again. */
  readonly unloadedPath: string | null;
  /** Something is about to be asked, or the setting changed: the time starts anew. */
  restart(): void;
}

const minuteMs = 60_000;

export function createIdleUnload(parts: {
  readonly engine: Pick<Engine, 'status' | 'onStatusChanged' | 'unload'>;
  /** Null: never. */
  readonly readAfterMinutes: () => number | null;
}): IdleUnload {
  const { engine } = parts;
  let timer: NodeJS.Timeout | undefined;
  let unloadedPath: string | null = null;

  const unload = () => {
    unloadedPath = engine.status.modelPath;
    void engine.unload();
  };
  const follow = ({ phase, modelPath }: EngineStatus) => {
    clearTimeout(timer);
    if (modelPath !== null && phase !== 'ready') unloadedPath = null;
    const afterMinutes = parts.readAfterMinutes();
    if (phase !== 'ready' || afterMinutes === null) return;
    timer = setTimeout(unload, afterMinutes * minuteMs);
    timer.unref();
  };
  engine.onStatusChanged(follow);

  return {
    get unloadedPath() {
      return unloadedPath;
    },
    restart: () => follow(engine.status),
  };
}
