import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { LoadedEncoder, LoadOptions } from '../../engine.ts';
import type { Priority, Turn, WorkQueue } from '../../queue.ts';
import type { BackendKeeper } from '../backendKeeper.ts';
import type { EncoderModel, LoadEncoderInput } from './encoderModel.ts';

/** What a call says of the model it is for. */
interface Wanted {
  readonly modelPath: string;
  readonly gpu: LoadOptions['gpu'];
  readonly excludedBackends: readonly string[];
}

/** What is the same for every call. */
export interface EncoderSurroundings {
  readonly queue: WorkQueue;
  readonly memoryLimitBytes: number | null;
  /** What of the limit other models have. */
  readonly otherBytes: () => number;
  readonly threadCachePath?: string | undefined;
  /** To spare power: half of the cores at most. */
  readonly isSparing: () => boolean;
  readonly openBackend: BackendKeeper['open'];
  readonly onLoading: (modelPath: string | null) => void;
  readonly onLoaded: (loaded: LoadedEncoder | null) => void;
}

/** What a call works with. */
export interface EncoderTurn<Context> {
  readonly encoder: EncoderModel<Context>;
  /** Contexts for texts of so many tokens; another call may have changed them, or the model, since the last step. */
  readonly contextsFor: EncoderModel<Context>['contextsFor'];
  readonly turn: Turn;
}

/** Keeps one model that reads texts as a whole in memory while it is used, beside whatever the chat model does. */
export interface EncoderKeeper<Context> {
  /** Null where none is in memory. */
  readonly loaded: LoadedEncoder | null;
  /** Carries out a call when its turn comes, with the model that it wants, loaded where it is not. */
  carryOut<Value>(input: {
    readonly wanted: Wanted;
    readonly priority: Priority;
    readonly signal: AbortSignal;
    readonly work: (turn: EncoderTurn<Context>) => Promise<Result<Value, EngineError>>;
  }): Promise<Result<Value, EngineError>>;
  /** Gives the model's memory back at once; a call that is under way loads it again. In a turn of the queue only. */
  unload(): Promise<void>;
  /** The same where no call is open. */
  giveBackMemory(): Promise<void>;
  /** Gives the model's memory back once nothing is asked of it. */
  dispose(): Promise<void>;
}

/** Without work for this long, the model's memory is given back. */
const idleMs = 60_000;

export function createEncoderKeeper<Context>(
  input: EncoderSurroundings & {
    readonly load: (input: LoadEncoderInput) => Promise<Result<EncoderModel<Context>, EngineError>>;
  },
): EncoderKeeper<Context> {
  const { queue, onLoading, onLoaded } = input;
  let present: EncoderModel<Context> | null = null;
  let idleTimer: NodeJS.Timeout | undefined;
  let openCalls = 0;

  const unload = async () => {
    const old = present;
    present = null;
    if (old === null) return;
    await old.dispose();
    onLoaded(null);
  };

  const giveBackMemory = async () => {
    if (openCalls > 0) return;
    const { signal } = new AbortController();
    // As what a pause does not hold: memory is given back then as well.
    await queue.run({ priority: 'completion', signal, work: unload });
  };

  /** In a turn of the queue, so that nothing else uses it or the cores. */
  const take = async (
    wanted: Wanted,
    signal: AbortSignal,
  ): Promise<Result<EncoderModel<Context>, EngineError>> => {
    if (present?.modelPath === wanted.modelPath && present.gpu === wanted.gpu) return ok(present);
    await unload();
    onLoading(wanted.modelPath);
    try {
      const loaded = await input.load({ ...wanted, ...input, signal });
      if (loaded.ok) {
        present = loaded.value;
        onLoaded(present.description);
      }
      return loaded;
    } finally {
      onLoading(null);
    }
  };

  /** Counts as use until it has ended. */
  const whileUsed = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    clearTimeout(idleTimer);
    openCalls += 1;
    try {
      return await work();
    } finally {
      openCalls -= 1;
      clearTimeout(idleTimer);
      idleTimer = setTimeout(() => void giveBackMemory(), idleMs);
      idleTimer.unref();
    }
  };

  return {
    get loaded() {
      return present?.description ?? null;
    },
    carryOut: ({ wanted, priority, signal, work }) =>
      whileUsed(() =>
        queue.run({
          ...{ priority, signal },
          async work(turn) {
            // Let in after an abort, it may not touch the model: another call can be using it.
            if (signal.aborted) return fail({ code: 'engine.cancelled' });
            const encoder = await take(wanted, signal);
            if (!encoder.ok) return encoder;
            return work({
              ...{ encoder: encoder.value, turn },
              async contextsFor(tokens) {
                const current = await take(wanted, signal);
                return current.ok ? current.value.contextsFor(tokens) : current;
              },
            });
          },
        }),
      ),
    unload,
    giveBackMemory,
    async dispose() {
      clearTimeout(idleTimer);
      await queue.idle();
      await unload();
    },
  };
}
