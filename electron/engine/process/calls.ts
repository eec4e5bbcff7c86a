import { isDeepStrictEqual } from 'node:util';
import type { EngineError } from '../../../shared/contract/models.ts';
import { assertNever, fail, ok, type Result } from '../../../shared/result.ts';
import type { ContextsFolder } from '../contextFiles.ts';
import type { LoadedEncoder } from '../engine.ts';
import { type AnswerPart, type EngineCall, type GenerateCall, type Pace, usualPace } from '../protocol.ts';
import { createWorkQueue, isPausable, priorities } from '../queue.ts';
import { stoppedBeforeStart } from '../stopped.ts';
import { readAdapterFile } from './adapterFile.ts';
import { writeAnswer } from './answer.ts';
import { createBackendKeeper } from './backendKeeper.ts';
import { type ChatSlot, promptTokens } from './chatSlot.ts';
import { createEncoders } from './encoder/encoders.ts';
import { readModelFile } from './modelFile.ts';
import { describe, loadModel, type ModelInUse, unloadModel } from './modelHost.ts';
import { createPartBuffer } from './partBuffer.ts';
import type { WorkPriority } from './workSlots.ts';

export interface CallContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progressRatio: number) => void;
  readonly emit: (part: AnswerPart) => void;
}

export interface CallHandlers {
  handle(call: EngineCall, context: CallContext): Promise<Result<unknown, EngineError>>;
  setPace(pace: Pace): void;
  dispose(): Promise<void>;
}

/** What has contexts beside the chats. */
type BesideChat = WorkPriority | 'parallel';

/** Answer tokens a context beside the chats makes room for when the call names no limit. */
const usualAnswerTokens = 1024;
const formatTokens = 16;
/** Without work of a priority for this long, its context's memory is given back. */
const idleWorkMs = 60_000;
const generatingPriorities = priorities.filter((priority) => priority !== 'embeddings');
/** Counting tokens holds up the event loop no longer than about this at a time. */
const countingMs = 20;

/** Carries out the host's calls. One model at a time; loading another ends what the first was asked. */
export function createCallHandlers(input: {
  readonly memoryLimitBytes: number | null;
  readonly contexts: ContextsFolder | null;
  readonly threadCachePath?: string | undefined;
  readonly onBackend: (backend: string) => void;
  /** The pace has changed the loaded model's thread count. */
  readonly onThreads: (threads: number) => void;
  /** Told which file is about to be loaded, and with null when it has been, since loading may crash. */
  readonly onLoading: (modelPath: string | null) => void;
  /** The embedding model was loaded, or its memory given back. */
  readonly onEmbedder: (embedder: LoadedEncoder | null) => void;
  /** The same of the reranking model. */
  readonly onReranker: (reranker: LoadedEncoder | null) => void;
}): CallHandlers {
  const queue = createWorkQueue();
  const backends = createBackendKeeper({
    onBackend: input.onBackend,
    onClosing: () => encoders.unload(),
  });
  const encoders = createEncoders({
    ...{ ...input, queue },
    isSparing: () => pace.threads === 'fewer',
    // Beside a chat model on its backend, since another would end both.
    chatBytes: () => (loaded === null ? 0 : describe(loaded).weightsBytes + describe(loaded).contextBytes),
    openBackend: async (wish) => loaded?.backend ?? backends.open(wish),
  });
  const notLoaded = fail({ code: 'engine.unavailable', reason: 'no model is loaded' } as const);
  let loaded: ModelInUse | null = null;
  let pace = usualPace;
  let modelGone = new AbortController();
  let changes: Promise<unknown> = Promise.resolve();
  const releaseTimers = new Map<BesideChat, NodeJS.Timeout>();

  const unload = async () => {
    for (const timer of releaseTimers.values()) clearTimeout(timer);
    modelGone.abort();
    await queue.idle(generatingPriorities);
    const old = loaded;
    loaded = null;
    modelGone = new AbortController();
    if (old !== null) await unloadModel(old);
  };

  /** One change of the loaded model at a time. */
  const change = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const result = changes.then(work);
    changes = result.catch(() => undefined);
    return result;
  };

  const load = async (call: Extract<EngineCall, { kind: 'load' }>, { signal, onProgress }: CallContext) => {
    if (signal.aborted) return fail({ code: 'engine.cancelled' } as const);
    if (loaded !== null && isSameLoad(loaded, call)) return ok(describe(loaded));
    await unload();
    return queue.run({
      // Nothing else is evaluated meanwhile: it would disturb the measurements, and a crash could be either's.
      priority: 'chat',
      signal,
      async work() {
        if (signal.aborted) return fail({ code: 'engine.cancelled' } as const);
        input.onLoading(call.modelPath);
        const result = await loadModel({ ...call, ...input, backends, signal, onProgress });
        input.onLoading(null);
        if (!result.ok) return result;
        loaded = result.value;
        applyPace(loaded);
        return ok(describe(loaded));
      },
    });
  };

  const applyPace = (to: ModelInUse) => {
    for (const { setSparing } of [to.pace, to.together]) setSparing(pace.threads === 'fewer');
  };

  const generate = (call: GenerateCall, { signal, emit }: CallContext) => {
    const receivedMs = performance.now();
    const gone = modelGone.signal;
    const either = AbortSignal.any([signal, gone]);
    const priority = priorityOf(loaded, call);
    return queue.run({
      priority,
      signal: either,
      places: () => (priority === 'parallel' ? (loaded?.together.places ?? 1) : 1),
      work: async (turn): Promise<Result<unknown, EngineError>> => {
        // Let in after an abort, it may not touch the contexts: another answer can be using them.
        if (gone.aborted) return fail({ code: 'engine.cancelled' });
        if (signal.aborted) return ok(stoppedBeforeStart(receivedMs));
        const current = loaded;
        if (current === null) return notLoaded;
        const isShared = priority === 'parallel';
        const taken = await (isShared ? current.together.take(turn, either) : slotFor(current, call));
        if (!taken.ok) return signal.aborted ? ok(stoppedBeforeStart(receivedMs)) : taken;
        const slot = taken.value;
        try {
          const parts = createPartBuffer({ send: emit });
          const result = await writeAnswer({
            ...{ call, turn, isShared, slot, receivedMs },
            prompt: slot.prompt(call.messages),
            emit: parts.push,
            signal: either,
            enterPhase(phase, sharers) {
              const { pace, together } = current;
              current.backend.llama.maxThreads =
                sharers > 1 ? together.threadsFor(sharers) : pace.counts[phase];
            },
            usualReadMs: current.pace.usualMs.prefill,
            onEvaluated: current.pace.observe,
            onEvaluatedTogether: current.together.observe,
          });
          parts.flush();
          return gone.aborted && !signal.aborted ? fail({ code: 'engine.cancelled' }) : result;
        } finally {
          if (isShared) current.together.giveBack(slot);
          if (priority !== 'chat') releaseLater(priority);
        }
      },
    });
  };

  const releaseLater = (priority: BesideChat) => {
    clearTimeout(releaseTimers.get(priority));
    const signal = modelGone.signal;
    const release = async () => {
      // The whole model is being unloaded otherwise.
      if (loaded === null || signal.aborted) return;
      await releaseBeside(loaded, priority);
    };
    const timer = setTimeout(() => void queue.run({ priority, signal, work: release }), idleWorkMs);
    timer.unref();
    releaseTimers.set(priority, timer);
  };

  const giveBackMemory = async () => {
    const signal = modelGone.signal;
    const release = (priority: 'chat' | BesideChat, work: (model: ModelInUse) => Promise<void>) =>
      queue.run({
        ...{ priority, signal },
        work: async () => {
          if (loaded !== null && !signal.aborted) await work(loaded);
        },
      });
    await release('chat', ({ chats }) => chats.keepOnlyLast());
    const open: BesideChat[] = [...(loaded?.workSlots.open ?? [])];
    if (loaded?.together.isOpen) open.push('parallel');
    for (const priority of open) {
      // Paused work has not ended, and would be waited for.
      if (pace.background === 'pause' && isPausable(priority)) continue;
      await release(priority, (model) => releaseBeside(model, priority));
    }
    await encoders.giveBackMemory();
    return ok(null);
  };

  const countTokens = async (texts: readonly string[]) => {
    const counts: number[] = [];
    let sliceStartMs = performance.now();
    for (const text of texts) {
      if (loaded === null) return notLoaded;
      counts.push(loaded.model.tokenize(text).length);
      if (performance.now() - sliceStartMs < countingMs) continue;
      await new Promise((resolve) => setImmediate(resolve));
      sliceStartMs = performance.now();
    }
    return loaded === null ? notLoaded : ok(counts);
  };

  return {
    async handle(call, context) {
      switch (call.kind) {
        case 'inspect': {
          const file = readModelFile(call.modelPath);
          return file.ok ? ok(file.value.facts) : file;
        }
        case 'inspectAdapter': {
          const file = readAdapterFile(call);
          return file.ok ? ok({ name: file.value.name }) : file;
        }
        case 'load':
          return change(() => load(call, context));
        case 'unload':
          await change(unload);
          return ok(null);
        case 'countTokens':
          return countTokens(call.texts);
        case 'measurePrompt':
          if (loaded === null) return notLoaded;
          return ok(promptTokens(loaded.model, loaded.chatWrapper, call.messages).length);
        case 'generate':
          return generate(call, context);
        case 'embed':
          return encoders.embed(call, context);
        case 'rerank':
          return encoders.rerank(call, context.signal);
        case 'forgetConversations':
          if (loaded === null) return ok(null);
          return queue.run({
            priority: 'chat',
            signal: new AbortController().signal,
            async work() {
              for (const key of call.conversationKeys) await loaded?.chats.forget(key);
              return ok(null);
            },
          });
        case 'giveBackMemory':
          return giveBackMemory();
        default:
          return assertNever(call);
      }
    },
    setPace(wanted) {
      pace = wanted;
      queue.setPaused(pace.background === 'pause');
      if (loaded === null) return;
      applyPace(loaded);
      input.onThreads(loaded.pace.counts.decode);
    },
    async dispose() {
      await change(unload);
      await encoders.dispose();
      await backends.dispose();
    },
  };
}

function releaseBeside({ together, workSlots }: ModelInUse, priority: BesideChat): Promise<void> {
  return priority === 'parallel' ? together.release() : workSlots.release(priority);
}

/** Short background work is written side by side, where that gains something. */
function priorityOf(loaded: ModelInUse | null, call: GenerateCall): GenerateCall['priority'] | 'parallel' {
  if (loaded === null || call.priority !== 'background' || loaded.together.sequences === 1) {
    return call.priority;
  }
  return neededTokens(loaded, call) <= loaded.together.contextTokens ? 'parallel' : call.priority;
}

async function slotFor(loaded: ModelInUse, call: GenerateCall): Promise<Result<ChatSlot, EngineError>> {
  if (call.priority === 'chat') return ok(await loaded.chats.take(call.conversationKey));
  return loaded.workSlots.take(call.priority, neededTokens(loaded, call));
}

function neededTokens(loaded: ModelInUse, call: GenerateCall): number {
  const prompt = promptTokens(loaded.model, loaded.backgroundWrapper, call.messages);
  return prompt.length + (call.maxTokens ?? usualAnswerTokens) + formatTokens;
}

function isSameLoad(loaded: ModelInUse, call: Extract<EngineCall, { kind: 'load' }>): boolean {
  return loaded.modelPath === call.modelPath && isDeepStrictEqual(loaded.options, call.options);
}
