import type { EngineStatus } from './engine.ts';

/** The engine's status and who wants to know of it. */
export interface StatusBoard {
  readonly value: EngineStatus;
  update(change: Partial<EngineStatus>): void;
  onChanged(listener: (status: EngineStatus) => void): () => void;
  startAnswer(): void;
  /** @param tokensPerSecond null where nothing was measured. */
  endAnswer(tokensPerSecond: number | null): void;
}

export function createStatusBoard(): StatusBoard {
  let value: EngineStatus = {
    phase: 'stopped',
    modelPath: null,
    loadProgressRatio: null,
    loaded: null,
    tokensPerSecond: null,
    openAnswers: 0,
    excludedBackends: [],
  };
  let answers = 0;
  const listeners = new Set<(status: EngineStatus) => void>();

  const update = (change: Partial<EngineStatus>) => {
    value = { ...value, ...change };
    for (const listener of listeners) listener(value);
  };

  return {
    get value() {
      return value;
    },
    update,
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    startAnswer() {
      answers += 1;
      update({ openAnswers: answers, ...(value.phase === 'ready' ? { phase: 'answering' as const } : {}) });
    },
    endAnswer(tokensPerSecond) {
      answers -= 1;
      const isOver = answers === 0 && value.phase === 'answering';
      update({
        openAnswers: answers,
        ...(isOver ? { phase: 'ready' as const } : {}),
        ...(tokensPerSecond === null ? {} : { tokensPerSecond }),
      });
    },
  };
}
