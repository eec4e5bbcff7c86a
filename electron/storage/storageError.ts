/** Why the data folder could not be opened. */
export type StorageError =
  | { readonly code: 'storage.inUse'; readonly dataFolder: string; readonly processId: number | null }
  | { readonly code: 'storage.wrongKey'; readonly dataFolder: string }
  | { readonly code: 'storage.damaged'; readonly dataFolder: string; readonly reason: string }
  | { readonly code: 'storage.newerVersion'; readonly found: number; readonly known: number }
  | { readonly code: 'storage.notWritable'; readonly dataFolder: string; readonly reason: string };
