import { randomUUID } from 'node:crypto';
import { languageOf } from '../../shared/codeLanguage.ts';
import type { CodeRun } from '../../shared/contract/code.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import { codeRunIdSchema } from '../../shared/ids.ts';
import type { FileGrants } from '../storage/fileGrants.ts';
import type { StoredRun } from './codeRunStore.ts';
import { hashContent, readSourceFile } from './sourceFile.ts';
import { withLineFeeds } from './sourceText.ts';

/** The run as it starts. Its changes can be written back only where the text is the person's own file, word for word. */
export async function prepareRun(input: {
  readonly input: InputOf<'code.run'>;
  readonly files: FileGrants;
}): Promise<StoredRun> {
  const { action, instruction, source } = input.input;
  const text = withLineFeeds(source.text);
  const file = source.fileId === null ? null : input.files.resolve(source.fileId);
  const own = file === null || file.isTemporary ? null : await readSourceFile(file);
  const isOwnFile = own?.ok === true && withLineFeeds(own.value.text) === text;
  const fileName = file?.fileName ?? source.fileName;
  const run: CodeRun = {
    id: codeRunIdSchema.parse(randomUUID()),
    action,
    instruction,
    source: { fileName, language: languageOf(fileName), text, fileId: file === null ? null : source.fileId },
    state: 'writing',
    answer: '',
    hunks: null,
    target: null,
    decision: null,
    canWrite: isOwnFile,
    modelName: '',
    stopReason: null,
    statistics: null,
    error: null,
    createdAt: new Date().toISOString(),
  };
  return isOwnFile && file !== null
    ? { run, path: file.path, contentHash: own.value.contentHash }
    : { run, path: null, contentHash: hashContent(text) };
}
