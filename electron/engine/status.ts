import type { EngineStatus } from './engine.ts';
import { isPausable, type Priority } from './queue.ts';

/** The engine's status and who wants to know of it. */
export interface StatusBoard {
  readonly value: EngineStatus;
  update(change: Partial<EngineStatus>): void;
  onChanged(listener: (status: EngineStatus) => void): () => void;
  /** @returns a function to be called when it has ended. */
  startAnswer(priority: Priority): (tokensPerSecond: number | null) => void;
  setPaused(isPaused: boolean): void;
}

export function createStatusBoard(): StatusBoard {
  let value: EngineStatus = {
    phase: 'stopped',
    modelPath: null,
    loadProgressRatio: null,
    loaded: null,
    tokensPerSecond: null,
    openAnswers: 0,
    pausedAnswers: 0,
    excludedBackends: [],
  };
  const answers = { all: 0, pausable: 0 };
  let isPaused = false;
  const listeners = new Set<(status: EngineStatus) => void>();

  const update = (change: Partial<EngineStatus>) => {
    value = { ...value, ...change };
    for (const listener of listeners) listener(value);
  };

  const counts = () => ({ openAnswers: answers.all, pausedAnswers: isPaused ? answers.pausable : 0 });

  return {
    get value() {
      return value;
    },
    update,
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    startAnswer(priority) {
      const isBackground = isPausable(priority);
      answers.all += 1;
      if (isBackground) answers.pausable += 1;
      update({ ...counts(), ...(value.phase === 'ready' ? { phase: 'answering' as const } : {}) });
      return (tokensPerSecond) => {
        answers.all -= 1;
        if (isBackground) answers.pausable -= 1;
        const isOver = answers.all === 0 && value.phase === 'answering';
        update({
          ...counts(),
          ...(isOver ? { phase: 'ready' as const } : {}),
          ...(tokensPerSecond === null ? {} : { tokensPerSecond }),
        });
      };
    },
    setPaused(isPausedNow) {
      isPaused = isPausedNow;
      update(counts());
    },
  };
}
