import { createHmac, hkdfSync } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where what was read of conversations is kept between runs, and the key it is encrypted with. */
export interface ContextsFolder {
  readonly folder: string;
  /** 64 hexadecimal digits: 32 bytes used for nothing else. */
  readonly keyHex: string;
}

export const contextFileEnding = '.context';

/** @param databaseKeyHex the key that protects everything else; it cannot be found from this one. */
export function contextsFolder(input: {
  readonly dataFolder: string;
  readonly databaseKeyHex: string;
}): ContextsFolder {
  const keyBytes = 32;
  const key = hkdfSync('sha256', Buffer.from(input.databaseKeyHex, 'hex'), '', 'sotto contexts 1', keyBytes);
  return { folder: join(input.dataFolder, 'contexts'), keyHex: Buffer.from(key).toString('hex') };
}

/** The name says nothing of the conversation to who lacks the key. */
export function contextFilePath({ folder, keyHex }: ContextsFolder, conversationKey: string): string {
  return join(folder, `${nameFor({ keyHex, of: `conversation:${conversationKey}` })}${contextFileEnding}`);
}

/** A name that others cannot guess. */
export function nameFor(input: { readonly keyHex: string; readonly of: string }): string {
  const nameDigits = 32;
  const hash = createHmac('sha256', Buffer.from(input.keyHex, 'hex')).update(input.of);
  return hash.digest('hex').slice(0, nameDigits);
}

/** Removes what a crash kept of conversations that were deleted. Rejects with the system's error. */
export async function keepOnlyContextsOf(
  contexts: ContextsFolder,
  conversationKeys: readonly string[],
): Promise<void> {
  const names = await readdir(contexts.folder).catch(() => []);
  const wanted = new Set(conversationKeys.map((key) => contextFilePath(contexts, key)));
  for (const path of names.map((name) => join(contexts.folder, name))) {
    if (!wanted.has(path)) await rm(path, { force: true });
  }
}
