import { existsSync } from 'node:fs';
import { getModuleVersion, type LlamaContext } from 'node-llama-cpp';
import { fingerprintFile } from '../../models/fingerprint.ts';
import type { ContextsFolder } from '../contextFiles.ts';
import type { Adapter, LoadOptions } from '../engine.ts';
import type { ChatSlot } from './chatSlot.ts';
import type { Keeping } from './chatSlots.ts';
import { openContextStore } from './contextStore.ts';
import type { ModelFile } from './modelFile.ts';

const formatVersion = 1;

/** Keeps this model's conversations in a folder. @returns null where the system offers no way that is safe. */
export async function keepChats(input: {
  readonly contexts: ContextsFolder | null;
  readonly modelPath: string;
  readonly adapters: LoadOptions['adapters'];
  readonly file: ModelFile;
  /** The first of the contexts, which are all alike. */
  readonly context: LlamaContext;
}): Promise<Keeping<ChatSlot> | null> {
  const { contexts, context } = input;
  const memoryFolder = findMemoryFolder();
  if (contexts === null || memoryFolder === null) return null;
  const { model } = context;
  // The file may be gone by now, or on a disk that was unplugged.
  const fingerprint = await fingerprintFile(input.modelPath).catch(() => null);
  const adapters = await Promise.all(input.adapters.map(fingerprintAdapter)).catch(() => null);
  if (fingerprint === null || adapters === null) return null;
  const store = await openContextStore({
    contexts,
    memoryFolder,
    bytesPerToken: input.file.cacheBytesPerToken,
    facts: {
      formatVersion,
      library: await getModuleVersion(),
      llamaCpp: model.llama.llamaCppRelease.release,
      model: fingerprint,
      adapters: adapters.join(),
      backend: model.llama.gpu,
      gpuLayers: model.gpuLayers,
      sequences: context.totalSequences,
      flashAttention: context.flashAttention,
      cacheKeyType: context.kvCacheKeyType ?? null,
      cacheValueType: context.kvCacheValueType ?? null,
    },
  });
  return {
    save: (conversationKey, { sequence }) => store.save(conversationKey, sequence),
    restore: (conversationKey, { sequence }) => store.restore(conversationKey, sequence),
  };
}

async function fingerprintAdapter({ path, scale }: Adapter): Promise<string> {
  return `${await fingerprintFile(path)} × ${scale}`;
}

/** A folder that is memory, so that nothing in it reaches a disk. Only Linux has one for everybody. */
function findMemoryFolder(): string | null {
  const linuxFolder = '/dev/shm';
  return process.platform === 'linux' && existsSync(linuxFolder) ? linuxFolder : null;
}
