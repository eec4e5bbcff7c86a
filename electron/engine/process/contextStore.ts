import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type ContextsFolder, contextFileEnding, contextFilePath, nameFor } from '../contextFiles.ts';
import { halfWrittenEnding, openSealedFile, sealFile } from './sealedFile.ts';

/** The part of a context's sequence that keeping needs; `LlamaContextSequence` is one. */
export interface KeptSequence {
  readonly contextTokens: readonly number[];
  readonly contextSize: number;
  saveStateToFile(path: string): Promise<unknown>;
  loadStateFromFile(path: string, options: { readonly acceptRisk: true }): Promise<void>;
  clearHistory(): Promise<void>;
}

/** Everything a saved state depends on. A state of anything else is not loaded, for llama.cpp would abort or err. */
export type ContextFacts = Readonly<Record<string, string | number | boolean | null>>;

/** What was read of conversations, on disk and encrypted, so that it need not be read again. */
export interface ContextStore {
  /** Keeps what the sequence holds, unless that is little or kept already. Never fails: it can be read again. */
  save(conversationKey: string, sequence: KeptSequence): Promise<void>;
  /** Brings back what was kept, if it is whole and was made by the same model in the same way. */
  restore(conversationKey: string, sequence: KeptSequence): Promise<void>;
}

const headerSchema = z.strictObject({
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  tokens: z.int().min(1),
  tokensHash: z.string(),
});

/** Less is read again as fast as it is loaded. */
const fewestTokens = 256;
const largestFolderBytes = 2 * 1024 ** 3;
const largestShareOfFreeDisk = 0.05;

/**
 * llama.cpp writes a state only as a plain file, so it goes to memory that looks like a folder and from there,
 * encrypted, to the disk.
 * @param memoryFolder a folder that is memory. @param bytesPerToken of a state, at most.
 */
export async function openContextStore(input: {
  readonly contexts: ContextsFolder;
  readonly facts: ContextFacts;
  readonly memoryFolder: string;
  readonly bytesPerToken: number;
  readonly largestBytes?: number;
}): Promise<ContextStore> {
  const { contexts, facts, memoryFolder } = input;
  const name = nameFor({ keyHex: contexts.keyHex, of: `plain:${contexts.folder}` });
  const plainFolder = join(memoryFolder, `sotto-${name}`);
  const plainPath = join(plainFolder, 'state');
  const key = Buffer.from(contexts.keyHex, 'hex');
  /** Hashes of the tokens each conversation's file holds. */
  const kept = new Map<string, string>();

  const save = async (conversationKey: string, sequence: KeptSequence) => {
    const tokens = sequence.contextTokens.length;
    const tokensHash = hashOf(sequence.contextTokens);
    if (tokens < fewestTokens || kept.get(conversationKey) === tokensHash) return;
    const plainBytes = tokens * input.bytesPerToken;
    if (!(await hasRoom(memoryFolder, plainBytes))) return;
    await mkdir(contexts.folder, { recursive: true, mode: 0o700 });
    await sequence.saveStateToFile(plainPath);
    const { size } = await stat(plainPath);
    const quotaBytes = input.largestBytes ?? (await quotaOf(contexts.folder));
    if (size > quotaBytes) return;
    const to = contextFilePath(contexts, conversationKey);
    await sealFile({
      from: plainPath,
      to,
      key,
      purpose: basename(to),
      header: { facts, tokens, tokensHash },
    });
    kept.set(conversationKey, tokensHash);
    await dropOldest(contexts.folder, quotaBytes);
  };

  const restore = async (conversationKey: string, sequence: KeptSequence) => {
    const from = contextFilePath(contexts, conversationKey);
    if (!existsSync(from) || !(await hasRoom(memoryFolder, (await stat(from)).size))) return;
    let tokensHash = '';
    const isUsable = await openSealedFile({
      ...{ from, key, to: plainPath, purpose: basename(from) },
      accepts(raw) {
        const header = headerSchema.safeParse(raw);
        tokensHash = header.data?.tokensHash ?? '';
        return (
          header.success &&
          isDeepStrictEqual(header.data.facts, facts) &&
          header.data.tokens < sequence.contextSize
        );
      },
    });
    if (!isUsable) return;
    await sequence.loadStateFromFile(plainPath, { acceptRisk: true });
    if (hashOf(sequence.contextTokens) !== tokensHash) {
      await sequence.clearHistory();
      return;
    }
    kept.set(conversationKey, tokensHash);
    // The time of its last use, by which the oldest are dropped.
    await utimes(from, new Date(), new Date());
  };

  const clearPlain = () => rm(plainFolder, { recursive: true, force: true });

  /** Whatever goes wrong, the plain state goes away, and the conversation is read again. */
  const carefully = async (work: () => Promise<void>) => {
    try {
      // Fails where someone else's is in its place.
      await mkdir(plainFolder, { mode: 0o700 });
      await work();
    } catch (error) {
      console.warn('engine: a context was not kept', error);
    } finally {
      await clearPlain().catch(() => undefined);
    }
  };

  // What a killed engine left behind.
  await clearPlain().catch(() => undefined);
  await removeHalfWritten(contexts.folder).catch(() => undefined);
  return {
    save: (conversationKey, sequence) => carefully(() => save(conversationKey, sequence)),
    restore: (conversationKey, sequence) => carefully(() => restore(conversationKey, sequence)),
  };
}

/** The plain state takes memory, which nothing else may lack for it. */
async function hasRoom(memoryFolder: string, bytes: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(memoryFolder);
  const spareRatio = 0.5;
  return bytes < Math.min(bavail * bsize, process.availableMemory()) * spareRatio;
}

async function removeHalfWritten(folder: string): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  for (const name of names)
    if (name.endsWith(halfWrittenEnding)) await rm(join(folder, name), { force: true });
}

async function quotaOf(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return Math.min(largestFolderBytes, disk.bavail * disk.bsize * largestShareOfFreeDisk);
}

async function dropOldest(folder: string, quotaBytes: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(contextFileEnding));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = await stat(path);
      return { path, size, mtimeMs };
    }),
  );
  let total = 0;
  for (const { path, size } of files.toSorted((a, b) => b.mtimeMs - a.mtimeMs)) {
    total += size;
    if (total > quotaBytes) await rm(path, { force: true });
  }
}

function hashOf(tokens: readonly number[]): string {
  return createHash('sha256').update(Uint32Array.from(tokens)).digest('hex');
}
