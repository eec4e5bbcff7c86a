import type { LoadOptions } from '../engine.ts';
import { type Backend, openBackend } from './backend.ts';

/** What decides which backend is opened. */
export interface BackendWish {
  readonly gpu: LoadOptions['gpu'];
  readonly excluded: readonly string[];
}

/**
 * Keeps one backend open for all models of this process, since every opening takes memory that closing does not
 * give back.
 */
export interface BackendKeeper {
  /**
   * The backend in use where the wish is the same as before; else another, and what is still loaded on the one
   * before is gone with it. Throws where not even the CPU's opens. One caller at a time.
   */
  open(wish: BackendWish): Promise<Backend>;
  /** Ends it and all that is loaded on it. */
  dispose(): Promise<void>;
}

/**
 * @param onBackend told of each backend before it is tried, and of the one in use.
 * @param onClosing awaited before a backend is closed, to unload what is still loaded on it.
 * @param open takes the place of llama.cpp in tests.
 */
export function createBackendKeeper({
  onBackend,
  onClosing = async () => undefined,
  open = openBackend,
}: {
  readonly onBackend: (backend: string) => void;
  readonly onClosing?: () => Promise<void>;
  readonly open?: typeof openBackend;
}): BackendKeeper {
  let kept: { readonly key: string; readonly backend: Backend } | null = null;

  const dispose = async () => {
    const before = kept;
    kept = null;
    if (before !== null) await onClosing();
    await before?.backend.llama.dispose();
  };

  return {
    async open(wish) {
      const key = JSON.stringify([wish.gpu, wish.excluded.toSorted()]);
      if (kept?.key === key) return kept.backend;
      await dispose();
      const backend = await open({ ...wish, onTrying: onBackend });
      onBackend(backend.name);
      kept = { key, backend };
      return backend;
    },
    dispose,
  };
}
