import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CodeError, Hunk } from '../../shared/contract/code.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { writeFileAtomically } from '../storage/writeFileAtomically.ts';
import { applyHunks } from './hunks.ts';
import { decodeSource, encodeSource, type SourceText } from './sourceText.ts';

/** The largest context Sotto can be set to, in tokens. */
const maxContextTokens = 131_072;
/** No file above this size fits into it; also what one request may carry, in characters. */
const maxSourceBytes = 2_000_000;

export interface SourceFile extends SourceText {
  /** SHA-256 of the file's bytes. */
  readonly contentHash: string;
}

/** Reads a source file. Fails with 'code.fileMissing', 'code.notText' or, before reading, 'code.tooLong'. */
export async function readSourceFile(file: {
  readonly path: string;
  readonly fileName: string;
}): Promise<Result<SourceFile, CodeError>> {
  const { fileName } = file;
  try {
    const facts = await stat(file.path);
    if (!facts.isFile()) return fail({ code: 'code.notText', fileName });
    if (facts.size > maxSourceBytes) {
      return fail({
        code: 'code.tooLong',
        sourceTokens: Math.ceil(facts.size / 4),
        contextTokens: maxContextTokens,
      });
    }
    const bytes = await readFile(file.path);
    const source = decodeSource(bytes);
    return source === null
      ? fail({ code: 'code.notText', fileName })
      : ok({ ...source, contentHash: hashContent(bytes) });
  } catch {
    return fail({ code: 'code.fileMissing', fileName });
  }
}

/**
 * Writes hunks into the file they were made for, keeping its mode, encoding and line endings. Fails with
 * 'code.fileChanged' where the file is another one by now.
 */
export async function writeHunks(input: {
  readonly path: string;
  readonly fileName: string;
  readonly contentHash: string;
  readonly hunks: readonly Hunk[];
}): Promise<Result<null, CodeError>> {
  const { fileName } = input;
  const read = await readSourceFile(input);
  if (!read.ok) return read;
  if (read.value.contentHash !== input.contentHash) return fail({ code: 'code.fileChanged', fileName });
  const text = applyHunks({ text: read.value.text, hunks: input.hunks });
  try {
    // A link stays a link: the file it stands for is replaced.
    const realPath = await realpath(input.path);
    const { mode } = await stat(realPath);
    const content = encodeSource({ text, encoding: read.value.encoding });
    await writeFileAtomically({ path: realPath, content, mode: mode & 0o7777, isNew: false });
    return ok(null);
  } catch (error) {
    return fail({ code: 'code.notWritten', fileName, reason: reasonOf(error) });
  }
}

/** Writes a file that must not be there yet. */
export async function writeNewFile(input: {
  readonly path: string;
  readonly text: string;
}): Promise<Result<null, CodeError>> {
  try {
    const content = Buffer.from(input.text, 'utf8');
    await writeFileAtomically({ path: input.path, content, mode: 0o666 & ~process.umask(), isNew: true });
    return ok(null);
  } catch (error) {
    return fail({ code: 'code.notWritten', fileName: path.basename(input.path), reason: reasonOf(error) });
  }
}

export function hashContent(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
