import { languageOf } from '../../shared/codeLanguage.ts';
import type { CodeError, CodeRun, Hunk, Source } from '../../shared/contract/code.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import type { CodeRunId, FileId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { ProvideModel } from '../engine/modelProvider.ts';
import type { Database } from '../storage/database.ts';
import type { FileGrants } from '../storage/fileGrants.ts';
import { acceptHunks } from './acceptHunks.ts';
import { createCodeRunStore } from './codeRunStore.ts';
import { prepareRun } from './prepareRun.ts';
import { readSourceFile } from './sourceFile.ts';
import { withLineFeeds } from './sourceText.ts';
import { type CodeRunEvent, writeAnswer } from './writeAnswer.ts';

/** Help with source files. Nothing reaches a file of the person's without `accept`. */
export interface Code {
  openFile(fileId: FileId): Promise<Result<Source, CodeError>>;
  /** Leaving the loop or aborting stops the answer; its text so far is kept. */
  run(input: InputOf<'code.run'>, signal: AbortSignal): AsyncIterable<CodeRunEvent>;
  list(): CodeRun[];
  get(runId: CodeRunId): Result<CodeRun, CodeError>;
  accept(
    input: InputOf<'code.accept'>,
  ): Promise<Result<{ run: CodeRun; text: string; isWritten: boolean }, CodeError>>;
  reject(runId: CodeRunId): Result<CodeRun, CodeError>;
  remove(runId: CodeRunId): Result<Record<string, never>, CodeError>;
  /** Stops what is being written and saves it; nothing is saved after this. */
  dispose(): void;
}

export function createCode(parts: {
  readonly database: Database;
  readonly provideModel: ProvideModel;
  readonly files: FileGrants;
}): Code {
  const { provideModel, files } = parts;
  const store = createCodeRunStore(parts.database);
  store.markInterrupted();
  const disposing = new AbortController();
  const writing = new Map<CodeRunId, CodeRun>();

  /** A file chosen in an earlier session cannot be opened by its old id. */
  const forView = (run: CodeRun): CodeRun => {
    const { fileId } = run.source;
    return fileId === null || files.resolve(fileId)
      ? run
      : { ...run, source: { ...run.source, fileId: null } };
  };
  const notFound = () => fail({ code: 'code.runNotFound' } as const);

  return {
    async openFile(fileId) {
      const file = files.resolve(fileId);
      if (file === null) return fail({ code: 'code.fileMissing', fileName: '' });
      const read = await readSourceFile(file);
      if (!read.ok) return read;
      const { fileName } = file;
      return ok({ fileName, language: languageOf(fileName), text: withLineFeeds(read.value.text), fileId });
    },

    async *run(input, signal) {
      const stored = await prepareRun({ input, files });
      if (disposing.signal.aborted) return yield { kind: 'failed', error: { code: 'engine.cancelled' } };
      store.insert(stored);
      yield* writeAnswer({
        stored,
        provideModel,
        signal: AbortSignal.any([signal, disposing.signal]),
        save(run) {
          if (disposing.signal.aborted) return;
          store.save(run);
          if (run.state === 'writing') writing.set(run.id, run);
          else writing.delete(run.id);
        },
        onText: (run) => void writing.set(run.id, run),
      });
    },

    list: () => store.list().map(forView),

    get(runId) {
      const stored = store.get(runId);
      return stored === null ? notFound() : ok(forView(stored.run));
    },

    async accept({ runId, hunkIndexes }) {
      const stored = store.get(runId);
      if (stored === null) return notFound();
      const hunks = chooseHunks({ run: stored.run, hunkIndexes });
      if (hunks.length === 0) return fail({ code: 'code.nothingToApply' });
      const applied = await acceptHunks({ stored, hunks });
      if (!applied.ok) return applied;
      const run: CodeRun = { ...stored.run, decision: 'accepted' };
      store.save(run);
      return ok({ run: forView(run), ...applied.value });
    },

    reject(runId) {
      const stored = store.get(runId);
      if (stored === null) return notFound();
      if (stored.run.hunks === null || stored.run.decision === 'accepted')
        return fail({ code: 'code.nothingToApply' });
      const run: CodeRun = { ...stored.run, decision: 'rejected' };
      store.save(run);
      return ok(forView(run));
    },

    remove: (runId) => (store.remove(runId) ? ok({}) : notFound()),

    dispose() {
      for (const run of writing.values()) store.save({ ...run, state: 'interrupted' });
      writing.clear();
      disposing.abort();
    },
  };
}

/** In the order of the file, each once; none where one of the places does not exist. */
function chooseHunks({
  run,
  hunkIndexes,
}: {
  run: CodeRun;
  hunkIndexes: readonly number[] | undefined;
}): Hunk[] {
  const hunks = run.hunks ?? [];
  if (hunkIndexes === undefined) return hunks;
  if (hunkIndexes.some((index) => index >= hunks.length)) return [];
  return hunks.filter((_, index) => hunkIndexes.includes(index));
}
