import type { ChatWrapper, LlamaContext, LlamaModel } from 'node-llama-cpp';
import type { EngineError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { LoadOptions } from '../engine.ts';
import type { Turn } from '../queue.ts';
import { adapterOptions } from './adapterFile.ts';
import type { Backend } from './backend.ts';
import { type ChatSlot, createSequenceSlot } from './chatSlot.ts';
import { isOutOfMemory } from './loadError.ts';
import { type MeasuredTogether, measureTogether } from './measureTogether.ts';
import type { TogetherCache } from './threadCache.ts';
import { createThreadPace, type ThreadPace } from './threadPace.ts';

/**
 * Sequences of one context, in which short texts are read side by side and their answers written in one batch.
 * llama.cpp computes a batch at once only where its sequences follow each other without a gap, in ascending order; all
 * others it splits, which took three times as long (measured). So the lowest free place is taken, and tokens are asked
 * for in the order of places.
 */
export interface Together {
  /** What one text with its answer can take. */
  readonly contextTokens: number;
  /** How many are worth asking for at once; measured by the first. */
  readonly sequences: number;
  /** How many may be in work now. */
  readonly places: number;
  /**
   * A sequence for one answer, to be given back. Opens the context, and the first time measures, in steps of `turn`.
   * Fails with `cancelled` where `signal` stopped that.
   */
  take(turn: Turn, signal: AbortSignal): Promise<Result<ChatSlot, EngineError>>;
  giveBack(slot: ChatSlot): void;
  /** Threads for a batch of so many answers. */
  threadsFor(sharers: number): number;
  observe(sharers: number, ms: number): void;
  setSparing(isSparing: boolean): void;
  /** Whether the context takes memory now. */
  readonly isOpen: boolean;
  /** Gives the memory back, unless a sequence is in use. */
  release(): Promise<void>;
}

export interface TogetherInput {
  readonly options: LoadOptions;
  readonly backend: Backend;
  readonly model: LlamaModel;
  readonly chatWrapper: ChatWrapper;
  /** Of one answer alone. */
  readonly pace: ThreadPace;
  /** What the memory allows. */
  readonly room: { readonly sequences: number; readonly contextTokens: number };
  readonly cache: TogetherCache | null;
}

interface Opened {
  readonly context: LlamaContext;
  readonly slots: readonly ChatSlot[];
  readonly free: ChatSlot[];
}

/** A batch should take no longer, because a chat waits for its end. */
const longestStepMs = 300;
const budgetMs = 1500;
const trialTokens = 2;

export function createTogether(input: TogetherInput): Together {
  const { backend, model, room, options } = input;
  const isFixed = options.threads !== 'auto';
  const cache = isFixed ? null : input.cache;
  const cached = cache?.read() ?? undefined;
  let measured: MeasuredTogether | null =
    cached === undefined ? null : { ...cached, sequences: Math.min(cached.sequences, room.sequences) };
  let pace: ThreadPace | null = null;
  let opened: Opened | null = null;
  let isSparing = false;

  /** With fewer sequences where the memory is gone by now. */
  const open = async (sequences: number): Promise<Opened> => {
    backend.llama.maxThreads = backend.cores;
    try {
      const { contextTokens: contextSize } = room;
      const context = await model.createContext({
        contextSize,
        sequences,
        threads: backend.cores,
        ...adapterOptions(options.adapters),
      });
      const slots = Array.from({ length: sequences }, (_, place) =>
        createSequenceSlot(context, input.chatWrapper, place),
      );
      return { context, slots, free: [...slots] };
    } catch (error) {
      if (sequences === 1 || !isOutOfMemory(error, backend.complaints())) throw error;
      return open(Math.floor(sequences / 2));
    }
  };

  const measure = async ({ slots }: Opened, turn: Turn, signal: AbortSignal): Promise<MeasuredTogether> => {
    const { decode, prefill } = input.pace.counts;
    const [trial] = model.tokenize(' a');
    const result = await measureTogether({
      most: slots.length,
      threads: isFixed ? [decode] : [decode, prefill],
      ...{ longestStepMs, budgetMs, signal, tokens: trialTokens },
      now: () => performance.now(),
      async run(sequences, threads) {
        await turn.step();
        if (signal.aborted || trial === undefined) return;
        backend.llama.maxThreads = threads;
        const answers = slots
          .slice(0, sequences)
          .map(({ sequence }) => sequence.evaluate([trial], { yieldEogToken: true }));
        for (let token = 0; token < trialTokens; token += 1) {
          await Promise.all(answers.map((answer) => answer.next()));
        }
        await Promise.all(answers.map((answer) => answer.return()));
      },
    });
    for (const { sequence } of slots) await sequence.clearHistory();
    return result;
  };

  const prepare = async (turn: Turn, signal: AbortSignal): Promise<Opened | null> => {
    let fresh = await open(measured?.sequences ?? room.sequences);
    if (measured === null) {
      const result = await measure(fresh, turn, signal);
      if (signal.aborted) {
        await close(fresh);
        return null;
      }
      measured = result;
      // None is found where other programs are busy, too: then the next load looks again.
      if (result.sequences > 1) await cache?.write(result);
      if (result.sequences < fresh.slots.length) {
        await close(fresh);
        fresh = await open(result.sequences);
      }
    }
    const { threads, stepMs } = measured;
    pace ??= createThreadPace({
      counts: { decode: threads, prefill: threads },
      usualMs: { decode: stepMs, prefill: null },
      cores: backend.cores,
      isFixed,
    });
    pace.setSparing(isSparing);
    return fresh;
  };

  return {
    contextTokens: room.contextTokens,
    get sequences() {
      return measured?.sequences ?? room.sequences;
    },
    get places() {
      return opened?.slots.length ?? 1;
    },
    get isOpen() {
      return opened !== null;
    },
    async take(turn, signal) {
      try {
        opened ??= await prepare(turn, signal);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return fail({ code: 'engine.generationFailed', reason });
      }
      const slot = opened?.free.toSorted((a, b) => a.place - b.place)[0];
      if (slot !== undefined) opened?.free.splice(opened.free.indexOf(slot), 1);
      return slot === undefined ? fail({ code: 'engine.cancelled' }) : ok(slot);
    },
    giveBack: (slot) => void opened?.free.push(slot),
    threadsFor: (sharers) => (sharers > 1 && pace !== null ? pace : input.pace).counts.decode,
    observe(sharers, ms) {
      // A batch of fewer takes another time, which would say nothing about the threads.
      if (sharers === opened?.slots.length) pace?.observe('decode', ms);
    },
    setSparing(isSparingNow) {
      isSparing = isSparingNow;
      pace?.setSparing(isSparing);
    },
    async release() {
      if (opened === null || opened.free.length < opened.slots.length) return;
      const old = opened;
      opened = null;
      await close(old);
    },
  };
}

async function close({ slots, context }: Opened): Promise<void> {
  for (const slot of slots) await slot.dispose();
  await context.dispose();
}
