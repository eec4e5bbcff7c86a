import type { LibraryState } from '../../../shared/contract/library.ts';
import type { FileStore } from './fileStore.ts';
import type { Indexer } from './indexer.ts';
import { createRunMeter, type RunMeter } from './runMeter.ts';

/** What the library is doing, told a few times a second at most. */
export interface LibraryTelling {
  read(): LibraryState;
  /** Something is different now. */
  noteChange(): void;
  fileEnded(file: { readonly sizeBytes: number; readonly hasFailed: boolean }): void;
  dispose(): void;
}

export function createLibraryTelling(parts: {
  readonly files: Pick<FileStore, 'count'>;
  readonly indexer: () => Pick<Indexer, 'reading' | 'isAtWork'>;
  readonly isChecking: () => boolean;
  readonly pausedBy: () => LibraryState['pausedBy'];
  readonly pace: () => LibraryState['pace'];
  readonly tellMs: number;
  readonly onTold: (state: LibraryState) => void;
}): LibraryTelling {
  let run: RunMeter | null = null;
  let isRunOver = true;
  let timer: NodeJS.Timeout | undefined;

  function read(): LibraryState {
    const counts = parts.files.count(null);
    const isAnyLeft = counts.waiting > 0 || parts.indexer().isAtWork();
    const pausedBy = parts.pausedBy();
    if (isAnyLeft && isRunOver) run = createRunMeter();
    isRunOver = !isAnyLeft;
    run?.setPaused(pausedBy !== null);
    return {
      activity: isAnyLeft ? 'reading' : parts.isChecking() ? 'checking' : 'idle',
      pausedBy,
      pace: parts.pace(),
      files: counts,
      run: run?.read(counts.waiting) ?? null,
      reading: parts.indexer().reading(),
    };
  }

  return {
    read,
    noteChange() {
      timer ??= setTimeout(() => {
        timer = undefined;
        parts.onTold(read());
      }, parts.tellMs);
    },
    fileEnded(file) {
      // A run that ends within one interval is one, too.
      if (isRunOver) run = createRunMeter();
      isRunOver = false;
      run?.fileEnded(file);
    },
    dispose: () => clearTimeout(timer),
  };
}
