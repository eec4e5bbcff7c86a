import type { FinishedOf } from '../../shared/contract/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import { describeError } from './errorWords.ts';
import type { Session } from './session.ts';

export interface FailedFile {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface Indexed {
  readonly counts: FinishedOf<'library.index'>;
  readonly failed: readonly FailedFile[];
}

/** Reads files and folders the person named into the library, with progress. */
export async function indexPaths(input: {
  readonly run: CommandRun;
  readonly session: Session;
  /** As typed. */
  readonly paths: readonly string[];
}): Promise<Result<Indexed, CommandError>> {
  const { run, session } = input;
  const fileIds = input.paths.map((each) => session.grantFile(each));
  const failed: FailedFile[] = [];
  for await (const event of session.client.open('library.index', { fileIds }, { signal: run.signal })) {
    if (event.kind === 'failed') return fail(event.error);
    if (event.kind === 'finished') {
      return run.signal.aborted ? fail({ code: 'cli.interrupted' }) : ok({ counts: event.value, failed });
    }
    if (event.item.kind === 'file') {
      const { path, error } = event.item.event;
      if (error) failed.push(toFailed(path, error));
    } else {
      const { done, total, isChecking, remainingMs } = event.item;
      const label = isChecking && total === 0 ? 'Looking for documents' : 'Indexed';
      run.progress.show({ label, remainingMs, ...(total > 0 ? { done, total, unit: 'files' } : {}) });
    }
  }
  return fail({ code: 'hostDisconnected' });
}

export function toFailed(path: string, error: CommandError): FailedFile {
  return { path, code: error.code, message: describeError(error) };
}
