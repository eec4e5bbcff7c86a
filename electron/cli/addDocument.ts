import path from 'node:path';
import type { Document } from '../../shared/contract/documents.ts';
import type { FileId } from '../../shared/ids.ts';
import type { RecognitionLanguage } from '../../shared/recognition.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import { type Passwords, passwordsFor, withPassword } from './passwords.ts';
import { readingWords } from './readingOptions.ts';
import type { Session } from './session.ts';

interface AddedDocument {
  readonly document: Document;
  readonly isNew: boolean;
}

/** Adds a file the person named to the library, or finds it there, with progress. */
export async function addDocument(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly filePath: string;
  /** Absent: the person at the terminal is asked. */
  readonly passwords?: Passwords | undefined;
  /** Absent: told from the words in its pictures. */
  readonly recognitionLanguage?: RecognitionLanguage | undefined;
}): Promise<Result<AddedDocument, CommandError>> {
  const { run, session, filePath } = input;
  const passwords = input.passwords ?? passwordsFor(run, { passwordStdin: false });
  const fileId = session.grantFile(filePath);
  return withPassword({
    fileName: path.basename(filePath),
    passwords,
    read: (password) => addFile({ ...input, fileId, password }),
  });
}

async function addFile(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly filePath: string;
  readonly fileId: FileId;
  readonly password: string | undefined;
  readonly recognitionLanguage?: RecognitionLanguage | undefined;
}): Promise<Result<AddedDocument, CommandError>> {
  const { run, session, filePath, fileId, password, recognitionLanguage } = input;
  const source = { kind: 'file', fileId } as const;
  const given = {
    source,
    ...(password === undefined ? {} : { password }),
    ...(recognitionLanguage === undefined ? {} : { recognitionLanguage }),
  };
  const adding = session.client.open('documents.add', given, { signal: run.signal });
  for await (const event of adding) {
    if (event.kind === 'finished') return ok(event.value);
    if (event.kind === 'failed') return fail(event.error);
    const { step, done, total } = event.item;
    const label = `${readingWords[step]} ${path.basename(filePath)}`;
    run.progress.show({ label, done, total, ...(step === 'indexing' ? {} : { unit: 'pages' }) });
  }
  return fail({ code: 'hostDisconnected' });
}

/** Adds several; fails with the first failure. */
export async function addDocuments(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly filePaths: readonly string[];
  readonly passwords?: Passwords | undefined;
  readonly recognitionLanguage?: RecognitionLanguage | undefined;
}): Promise<Result<Document[], CommandError>> {
  const documents: Document[] = [];
  for (const filePath of input.filePaths) {
    const added = await addDocument({ ...input, filePath });
    if (!added.ok) return added;
    documents.push(added.value.document);
  }
  return ok(documents);
}
