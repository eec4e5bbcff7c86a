export type Priority = 'chat' | 'background';

/** A job's place in the queue. */
export interface Turn {
  /** Awaited before every small step. Background work waits here while chat work is there, or until aborted. */
  step(): Promise<void>;
}

/**
 * Two lanes, each one job at a time in the order of arrival. Chat starts at once even while background work
 * runs; that work stops at its next step until no chat is left.
 */
export interface WorkQueue {
  /** Starts `work` when its turn comes, also after an abort, so that it can end in its own way. */
  run<Value>(input: {
    readonly priority: Priority;
    readonly signal: AbortSignal;
    readonly work: (turn: Turn) => Promise<Value>;
  }): Promise<Value>;
  /** Resolves when no job is left. */
  idle(): Promise<void>;
}

export function createWorkQueue(): WorkQueue {
  const lanes: Record<Priority, Promise<unknown>> = {
    chat: Promise.resolve(),
    background: Promise.resolve(),
  };
  let chatJobs = 0;
  let wakeBackground: (() => void)[] = [];

  const chatIsOver = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      wakeBackground.push(wake);
    });

  const turns: Record<Priority, (signal: AbortSignal) => Turn> = {
    chat: () => ({ step: async () => undefined }),
    background: (signal) => ({
      async step() {
        while (chatJobs > 0 && !signal.aborted) await chatIsOver(signal);
      },
    }),
  };

  return {
    async run({ priority, signal, work }) {
      if (priority === 'chat') chatJobs += 1;
      const turn = turns[priority](signal);
      const before = lanes[priority];
      const result = (async () => {
        await before;
        await turn.step();
        return work(turn);
      })();
      lanes[priority] = result.catch(() => undefined);
      try {
        return await result;
      } finally {
        if (priority === 'chat') chatJobs -= 1;
        if (chatJobs === 0) {
          const waiting = wakeBackground;
          wakeBackground = [];
          for (const wake of waiting) wake();
        }
      }
    },
    async idle() {
      await Promise.all([lanes.chat, lanes.background]);
    },
  };
}
