import type { Document } from '../../shared/contract/documents.ts';
import type { InputOf } from '../../shared/contract/index.ts';

type Source = InputOf<'documents.add'>['source'];

/** Files that wait for their passwords, and those who wait for the files. */
export interface LockedFiles {
  lock(id: number, source: Source): void;
  /** @returns null where the file is not locked, or is being read with a password just now. */
  unlock(id: number): Source | null;
  /** Resolves with the document once it could be read, or with null once nobody asks any more. */
  opened(id: number): Promise<Document | null>;
  /** After reading with a password; a file that was locked again goes on waiting. */
  settle(id: number, document: Document | null): void;
  /** The question was put away; the file can still be unlocked later. */
  giveUp(id: number): void;
  forget(id: number): void;
}

export function createLockedFiles(): LockedFiles {
  const sources = new Map<number, Source>();
  const waiting = new Map<number, (document: Document | null) => void>();
  const resolve = (id: number, document: Document | null) => {
    waiting.get(id)?.(document);
    waiting.delete(id);
  };
  return {
    lock: (id, source) => void sources.set(id, source),
    unlock(id) {
      const source = sources.get(id) ?? null;
      sources.delete(id);
      return source;
    },
    opened(id) {
      if (!sources.has(id)) return Promise.resolve(null);
      return new Promise((wake) => waiting.set(id, wake));
    },
    settle(id, document) {
      if (!sources.has(id)) resolve(id, document);
    },
    giveUp: (id) => resolve(id, null),
    forget(id) {
      sources.delete(id);
      resolve(id, null);
    },
  };
}
