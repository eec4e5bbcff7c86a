import path from 'node:path';
import type { CodeError, Hunk } from '../../shared/contract/code.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { StoredRun } from './codeRunStore.ts';
import { applyHunks } from './hunks.ts';
import { writeHunks, writeNewFile } from './sourceFile.ts';

/** The text with the chosen hunks in it, written to the person's own file where the run is of one. */
export async function acceptHunks(input: {
  readonly stored: StoredRun;
  readonly hunks: readonly Hunk[];
}): Promise<Result<{ text: string; isWritten: boolean }, CodeError>> {
  const { stored, hunks } = input;
  const { source, target } = stored.run;
  const isNew = target?.isNew === true;
  const text = applyHunks({ text: isNew ? '' : source.text, hunks });
  if (stored.path === null) return ok({ text, isWritten: false });
  const written = isNew
    ? await writeNewFile({ path: path.join(path.dirname(stored.path), target.fileName), text })
    : await writeHunks({
        path: stored.path,
        fileName: source.fileName,
        contentHash: stored.contentHash,
        hunks,
      });
  return written.ok ? ok({ text, isWritten: true }) : written;
}
