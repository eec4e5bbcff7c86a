import type { ChatWrapper, LlamaModel } from 'node-llama-cpp';
import type { EngineError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { LoadOptions } from '../engine.ts';
import type { GenerateCall } from '../protocol.ts';
import { adapterOptions } from './adapterFile.ts';
import type { Backend } from './backend.ts';
import { type ChatSlot, createChatSlot } from './chatSlot.ts';
import { isOutOfMemory, messageOf } from './loadError.ts';
import { contextBytes } from './memory.ts';
import type { ModelFile } from './modelFile.ts';

/** What is written beside the chats, one answer after the other, in a context of its own. */
export type WorkPriority = Exclude<GenerateCall['priority'], 'chat'>;

/** Contexts for what is no chat, one for each priority. Made by the first job, at the size that job needs. */
export interface WorkSlots {
  /** The context for work of this priority, made or remade so that `neededTokens` fit; never larger than promised. */
  take(priority: WorkPriority, neededTokens: number): Promise<Result<ChatSlot, EngineError>>;
  /** Those that have a context now. */
  readonly open: readonly WorkPriority[];
  /** Gives the memory back; no work of this priority may be running. */
  release(priority: WorkPriority): Promise<void>;
  dispose(): Promise<void>;
}

/** Contexts grow in these steps, so that a slightly longer prompt does not need a new one. */
const grainTokens = 1024;

export function createWorkSlots(input: {
  readonly options: LoadOptions;
  readonly file: ModelFile;
  readonly backend: Backend;
  readonly model: LlamaModel;
  readonly chatWrapper: ChatWrapper;
  readonly largestTokens: number;
}): WorkSlots {
  const { backend, model } = input;
  const slots = new Map<WorkPriority, ChatSlot>();
  const release = async (priority: WorkPriority) => {
    const slot = slots.get(priority);
    slots.delete(priority);
    await slot?.dispose();
  };
  return {
    async take(priority, neededTokens) {
      const wanted = Math.ceil(neededTokens / grainTokens) * grainTokens;
      const contextSize = Math.min(wanted, input.largestTokens);
      const present = slots.get(priority);
      if (present !== undefined && present.contextTokens >= contextSize) return ok(present);
      await release(priority);
      backend.forgetComplaints();
      try {
        backend.llama.maxThreads = backend.cores;
        const context = await model.createContext({
          contextSize,
          threads: backend.cores,
          ...adapterOptions(input.options.adapters),
        });
        const slot = createChatSlot(context, input.chatWrapper);
        slots.set(priority, slot);
        return ok(slot);
      } catch (error) {
        if (!isOutOfMemory(error, backend.complaints())) {
          return fail({ code: 'engine.generationFailed', reason: messageOf(error) });
        }
        const neededBytes = contextBytes(input.file, contextSize);
        return fail({ code: 'engine.outOfMemory', neededBytes, availableBytes: null });
      }
    },
    get open() {
      return [...slots.keys()];
    },
    release,
    async dispose() {
      for (const priority of [...slots.keys()]) await release(priority);
    },
  };
}
