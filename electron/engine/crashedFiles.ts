import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { EngineError } from '../../shared/contract/models.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { UnexpectedEnd } from './supervisor.ts';

/** Remembers which model files ended the engine while it loaded them. */
export interface CrashedFiles {
  /** The process has ended. */
  noteEnd(end: UnexpectedEnd): void;
  /**
   * Does what loads this file, and does it again where a GPU's backend crashed; once the CPU's did, the file is
   * blamed and fails with `fileCrashedEngine` from then on. Where memory was short it fails with `outOfMemory`, and
   * nothing is remembered.
   * @param attempt one try, by one process.
   */
  guard<Value>(input: {
    readonly modelPath: string;
    /** What is loaded with it. */
    readonly otherPaths?: readonly string[];
    /** Tries a blamed file as well. */
    readonly isRetryAsked: boolean;
    readonly signal: AbortSignal;
    readonly attempt: () => Promise<Result<Value, EngineError>>;
  }): Promise<Guarded<Value>>;
}

export interface Guarded<Value> {
  readonly result: Result<Value, EngineError>;
  /** False where the file was blamed before, or nobody wanted it any more. */
  readonly wasTried: boolean;
  /** Whether a process ended during the last attempt. */
  readonly hasEnded: boolean;
}

export function createCrashedFiles(): CrashedFiles {
  const ends: UnexpectedEnd[] = [];
  const crashed = new Set<string>();

  return {
    noteEnd: (end) => void ends.push(end),
    async guard({ modelPath, otherPaths = [], isRetryAsked, signal, attempt }) {
      const key = [modelPath, ...otherPaths].map(keyOf).join('\n');
      const blamed = fail({ code: 'engine.fileCrashedEngine', fileName: basename(modelPath) } as const);
      if (crashed.has(key) && !isRetryAsked) return { result: blamed, wasTried: false, hasEnded: false };
      let wasTried = false;
      while (!signal.aborted) {
        const endsBefore = ends.length;
        const result = await attempt();
        wasTried = true;
        const end = ends.slice(endsBefore).at(-1);
        if (result.ok) crashed.delete(key);
        if (result.ok || end === undefined) return { result, wasTried, hasEnded: false };
        if (isForWantOfMemory(end, modelPath)) return { result: outOfMemory, wasTried, hasEnded: true };
        // A GPU's driver may end the process before it has said what it loads.
        const isGpu = end.backend !== null && end.backend !== 'cpu';
        if (!isToBlame(end, isGpu ? [modelPath, null] : [modelPath])) {
          return { result, wasTried, hasEnded: true };
        }
        if (isGpu) continue;
        crashed.add(key);
        return { result: blamed, wasTried, hasEnded: true };
      }
      return { result: fail({ code: 'engine.cancelled' }), wasTried, hasEnded: wasTried };
    },
  };
}

const outOfMemory = fail({
  code: 'engine.outOfMemory',
  neededBytes: null,
  availableBytes: null,
} as const);

/** Also where the system killed the process, to get its memory back. */
function isForWantOfMemory(
  { error, loadingPath, wasMemoryShort }: UnexpectedEnd,
  modelPath: string,
): boolean {
  return wasMemoryShort && error.code === 'engine.crashed' && loadingPath === modelPath;
}

/** A process that was killed from outside, or hung, says nothing about the file. */
function isToBlame({ error, loadingPath }: UnexpectedEnd, paths: readonly (string | null)[]): boolean {
  const isCrash = error.code === 'engine.crashed' && error.signal !== 'SIGKILL' && error.signal !== 'SIGTERM';
  return isCrash && paths.includes(loadingPath);
}

/** The same path with other content is another file. */
function keyOf(path: string): string {
  const file = statSync(path, { throwIfNoEntry: false });
  return `${path}\n${file?.size}\n${file?.mtimeMs}`;
}
