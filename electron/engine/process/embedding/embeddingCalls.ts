import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { LoadedEmbedder } from '../../engine.ts';
import type { EmbedCall, EmbedResult } from '../../protocol.ts';
import type { WorkQueue } from '../../queue.ts';
import type { BackendKeeper } from '../backendKeeper.ts';
import { type EmbeddingModel, loadEmbeddingModel } from './embeddingModel.ts';
import { embedTexts } from './embedTexts.ts';

export interface EmbeddingCalls {
  embed(
    call: EmbedCall,
    context: { readonly signal: AbortSignal; readonly onProgress: (progressRatio: number) => void },
  ): Promise<Result<EmbedResult, EngineError>>;
  /** Gives the model's memory back at once; a call that is under way loads it again. In a turn of the queue only. */
  unload(): Promise<void>;
  /** The same where no call is open. */
  giveBackMemory(): Promise<void>;
  /** Gives the model's memory back once nothing is asked of it. */
  dispose(): Promise<void>;
}

/** Without work for this long, the model's memory is given back. */
const idleMs = 60_000;

/** Carries out the host's calls to embed, with one embedding model at a time, beside whatever the chat model does. */
export function createEmbeddingCalls(input: {
  readonly queue: WorkQueue;
  readonly memoryLimitBytes: number | null;
  /** What of the limit the chat model has. */
  readonly chatBytes: () => number;
  readonly threadCachePath?: string | undefined;
  /** To spare power: half of the cores at most. */
  readonly isSparing: () => boolean;
  readonly openBackend: BackendKeeper['open'];
  readonly onLoading: (modelPath: string | null) => void;
  readonly onEmbedder: (embedder: LoadedEmbedder | null) => void;
}): EmbeddingCalls {
  const { queue, onLoading, onEmbedder } = input;
  let present: EmbeddingModel | null = null;
  let idleTimer: NodeJS.Timeout | undefined;
  let openCalls = 0;

  const unload = async () => {
    const old = present;
    present = null;
    if (old === null) return;
    await old.dispose();
    onEmbedder(null);
  };

  /** In a turn of the queue, so that nothing else uses the model or the cores. */
  const load = async (call: EmbedCall, signal: AbortSignal): Promise<Result<EmbeddingModel, EngineError>> => {
    if (present?.modelPath === call.modelPath && present.gpu === call.gpu) return ok(present);
    await unload();
    onLoading(call.modelPath);
    try {
      const loaded = await loadEmbeddingModel({ ...call, ...input, signal });
      if (loaded.ok) {
        present = loaded.value;
        onEmbedder(present.description);
      }
      return loaded;
    } finally {
      onLoading(null);
    }
  };

  const giveBackMemory = async () => {
    if (openCalls > 0) return;
    const { signal } = new AbortController();
    // As what a pause does not hold: memory is given back then as well.
    await queue.run({ priority: 'completion', signal, work: unload });
  };

  const unloadLater = () => {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => void giveBackMemory(), idleMs);
    idleTimer.unref();
  };

  return {
    async embed(call, { signal, onProgress }) {
      clearTimeout(idleTimer);
      openCalls += 1;
      const ended = queue.run({
        // Someone waits for what a question finds.
        priority: call.textKind === 'query' ? 'completion' : 'embeddings',
        signal,
        async work(turn) {
          // Let in after an abort, it may not touch the model: another call can be using it.
          if (signal.aborted) return fail({ code: 'engine.cancelled' } as const);
          const embedding = await load(call, signal);
          if (!embedding.ok) return embedding;
          return embedTexts({
            ...{ embedding: embedding.value, call, turn, signal, onProgress },
            async contextsFor(tokens) {
              const current = await load(call, signal);
              return current.ok ? current.value.contextsFor(tokens) : current;
            },
          });
        },
      });
      try {
        return await ended;
      } finally {
        openCalls -= 1;
        unloadLater();
      }
    },
    unload,
    giveBackMemory,
    async dispose() {
      clearTimeout(idleTimer);
      await queue.idle();
      await unload();
    },
  };
}
