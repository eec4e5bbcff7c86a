import { stat } from 'node:fs/promises';
import type { FileError } from '../../../shared/contract/library.ts';
import type { FolderId } from '../../../shared/ids.ts';
import type { FileStore } from './fileStore.ts';
import { createIgnoreRules, type IgnoreRules } from './ignoreRules.ts';
import type { FileStamp, FoundFile, StoredFile } from './storedFile.ts';
import { walkFolder } from './walkFolder.ts';

/** Asked of the disk at the same time; more would only wait in line. */
const statsAtOnce = 32;
const pageFiles = 256;
const namedUnreadableFolders = 10;

export interface CheckTimes {
  /** A file changed more recently than this may still be written to, and is read only after as much again. */
  readonly settleMs: number;
  /** So long a missing file may turn up elsewhere before it is given up. */
  readonly goneAfterMs: number;
}

export interface Checked {
  readonly state: 'ready' | 'missing' | 'unreadable' | 'emptied';
  readonly reason: string | null;
  readonly unreadableFolders: string[];
  /** Files that are as they were when they were read, failed ones included. */
  readonly unchanged: number;
}

/**
 * Compares what lies at or under `scope` with what the library knows: new and changed files join the queue, those
 * that are gone are marked. Whatever the folder's size, only small batches of it are in memory.
 *
 * Known files are told by size and time of change alone. Nothing is given up where a folder cannot be opened, or
 * where all of it is gone at once, as with a disk that was unplugged.
 * @param input.scope the folder itself, or a file or folder inside it.
 * @param input.onKnownFailure told of files that failed before and are the same still.
 */
export async function checkFolder(input: {
  readonly folderId: FolderId;
  readonly root: string;
  readonly scope: string;
  readonly store: FileStore;
  readonly times: CheckTimes;
  readonly signal: AbortSignal;
  readonly isOtherFolder: (folderPath: string) => boolean;
  readonly onFound: () => void;
  readonly onKnownFailure: (file: StoredFile, error: FileError) => void;
}): Promise<Checked> {
  const { root, scope, store, signal } = input;
  const unreadableFolders: string[] = [];
  const failed = (state: 'missing' | 'unreadable' | 'emptied', reason: string | null): Checked => ({
    state,
    reason,
    unreadableFolders: [],
    unchanged: 0,
  });
  const rootFacts = await lookAt(root);
  if (rootFacts.kind === 'gone') return failed('missing', null);
  if (rootFacts.kind === 'unknown') return failed('unreadable', rootFacts.reason);
  if (!rootFacts.isFolder) return failed('missing', null);

  const rules = createIgnoreRules(root);
  const lastKnownId = store.lastId();
  let rootReason: string | null = null;
  let entries = 0;
  const scopeFacts = scope === root ? rootFacts : await lookAt(scope);
  if (scopeFacts.kind === 'there' && scopeFacts.isFolder) {
    const isIgnored = await rules.isFolderIgnored(scope);
    const batches = walkFolder(scope, {
      rules,
      signal,
      isOtherFolder: input.isOtherFolder,
      onEntry: () => {
        entries += 1;
      },
      onUnreadable(folderPath, error) {
        if (folderPath === root) rootReason = reasonOf(error);
        else if (unreadableFolders.length < namedUnreadableFolders) unreadableFolders.push(folderPath);
      },
    });
    if (!isIgnored) for await (const batch of batches) await queueNew(batch, input);
  } else if (scopeFacts.kind === 'there' && scopeFacts.isFile && !(await rules.isFileIgnored(scope))) {
    await queueNew([scope], input);
  }
  if (rootReason !== null) return failed('unreadable', rootReason);
  if (scope === root && entries === 0 && store.pageUnder({ scope, after: '', limit: 1 }).length > 0) {
    return failed('emptied', null);
  }
  const unchanged = await compareKnown({ ...input, lastKnownId }, rules);
  return { state: 'ready', reason: null, unreadableFolders, unchanged };
}

type Check = Parameters<typeof checkFolder>[0] & { readonly lastKnownId: number };

async function queueNew(paths: readonly string[], check: Omit<Check, 'lastKnownId'>): Promise<void> {
  const known = check.store.findByPaths(paths);
  for (const file of known.values()) {
    if (file.folderId === null) check.store.takeOver(check.folderId, file.path, null);
  }
  const added: FoundFile[] = [];
  await inTurns(
    paths.filter((each) => !known.has(each)),
    async (filePath) => {
      const facts = await lookAt(filePath);
      if (facts.kind === 'there' && facts.isFile) added.push(toFound(filePath, facts, check));
    },
  );
  if (added.length === 0) return;
  check.store.queue(added.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  check.onFound();
}

async function compareKnown(check: Check, rules: IgnoreRules): Promise<number> {
  const { store, scope, signal } = check;
  let unchanged = 0;
  // Those found by this very check may be read by now.
  const { lastKnownId } = check;
  for (let after = ''; !signal.aborted; ) {
    const page = store.pageUnder({ scope, after, limit: pageFiles });
    const last = page.at(-1);
    if (!last) break;
    after = last.path;
    const changed: FoundFile[] = [];
    const gone: StoredFile[] = [];
    await inTurns(page, async (file) => {
      // A folder of its own inside this one looks after its files itself.
      if (file.folderId !== check.folderId || file.state === 'leftOut') return;
      const facts = await lookAt(file.path);
      if (facts.kind === 'unknown') return;
      if (facts.kind === 'gone' || !facts.isFile || (await rules.isFileIgnored(file.path))) {
        if (file.state !== 'missing') gone.push(file);
      } else if (!isSame(file, facts) || (file.error && !isOfContent(file.error))) {
        changed.push(toFound(file.path, facts, check));
      } else if (file.state === 'missing' && file.documentId === null) {
        changed.push(toFound(file.path, facts, check));
      } else if (file.state !== 'waiting') {
        if (file.state === 'missing') store.setFound(file.id);
        if (file.error) check.onKnownFailure(file, file.error);
        else if (file.id <= lastKnownId) unchanged += 1;
      }
    });
    if (changed.length > 0) store.queue(changed);
    const notBefore = Date.now() + check.times.goneAfterMs;
    for (const file of gone) store.setMissing(file.id, notBefore);
    if (changed.length + gone.length > 0) check.onFound();
  }
  return unchanged;
}

function toFound(
  filePath: string,
  stamp: FileStamp,
  { folderId, times }: Pick<Check, 'folderId' | 'times'>,
): FoundFile {
  const now = Date.now();
  // A clock that was wrong may have dated a file into the future.
  const isFresh = stamp.modifiedMs <= now && now - stamp.modifiedMs < times.settleMs;
  const { sizeBytes, modifiedMs } = stamp;
  return { path: filePath, folderId, sizeBytes, modifiedMs, notBefore: isFresh ? now + times.settleMs : 0 };
}

export function isSame(first: FileStamp, second: FileStamp): boolean {
  return first.sizeBytes === second.sizeBytes && first.modifiedMs === second.modifiedMs;
}

/** Whether reading the same content again could only fail again. */
export function isOfContent(error: FileError): boolean {
  return !['documents.notReadable', 'documents.fileMissing', 'documents.cancelled', 'files.expired'].includes(
    error.code,
  );
}

export type FileFacts =
  | (FileStamp & { readonly kind: 'there'; readonly isFile: boolean; readonly isFolder: boolean })
  | { readonly kind: 'gone' }
  /** It may well be there, but the system does not say. */
  | { readonly kind: 'unknown'; readonly reason: string };

export async function lookAt(filePath: string): Promise<FileFacts> {
  try {
    const facts = await stat(filePath);
    return {
      kind: 'there',
      sizeBytes: facts.size,
      modifiedMs: facts.mtimeMs,
      isFile: facts.isFile(),
      isFolder: facts.isDirectory(),
    };
  } catch (error) {
    const reason = reasonOf(error);
    return reason === 'ENOENT' || reason === 'ENOTDIR' ? { kind: 'gone' } : { kind: 'unknown', reason };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: statsAtOnce }, worker));
}
