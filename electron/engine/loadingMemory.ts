/** Looks at the computer's memory while a process loads a model; once it has ended, what it took is free again. */
export interface LoadingMemory {
  /** What is being loaded now; null: nothing. */
  noteLoading(modelPath: string | null): void;
  /** Whether memory was short at any look during the load that is going on. */
  readonly wasShort: boolean;
  dispose(): void;
}

/** Memory fills up within a second where a large model is read from a fast disk. */
const lookEveryMs = 200;

export function watchLoadingMemory(isMemoryShort: (() => Promise<boolean>) | undefined): LoadingMemory {
  let timer: NodeJS.Timeout | undefined;
  let wasShort = false;
  let loads = 0;

  const look = async (load: number) => {
    const isShort = (await isMemoryShort?.()) ?? false;
    if (isShort && load === loads) wasShort = true;
  };

  return {
    get wasShort() {
      return wasShort;
    },
    noteLoading(modelPath) {
      clearInterval(timer);
      loads += 1;
      wasShort = false;
      if (modelPath === null || isMemoryShort === undefined) return;
      const load = loads;
      void look(load);
      timer = setInterval(() => void look(load), lookEveryMs);
      timer.unref();
    },
    dispose: () => clearInterval(timer),
  };
}

/** In the last words of a process: what C++, ggml and the system say where they get no memory. */
export function saysMemoryWasShort(stderrTail: string): boolean {
  return /bad_alloc|(?:failed|unable) to allocate|out of memory|insufficient memory|cannot allocate memory/i.test(
    stderrTail,
  );
}
