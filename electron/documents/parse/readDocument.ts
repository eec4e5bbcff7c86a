import type { DocumentError, ParsedDocument } from '../../../shared/contract/documents.ts';
import { type Format, listFormatFamilies } from '../../../shared/formats.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { detectFormat } from './format.ts';
import { detectLanguage } from './language.ts';
import { loadReader } from './readers.ts';
import type { ReadText, Source } from './source.ts';

export type ReadDocument = ParsedDocument & { readonly format: string };

/** Reads one file that may be hostile. Runs in the parser process only; the host limits its time and memory. */
export async function readDocument(source: Source): Promise<Result<ReadDocument, DocumentError>> {
  const { bytes, fileName } = source;
  if (bytes.length === 0) return fail({ code: 'documents.emptyFile', fileName });
  const detected = detectFormat(bytes, fileName);
  if (detected.kind === 'passwordProtected') return fail({ code: 'documents.passwordProtected', fileName });
  if (detected.kind === 'unsupported') {
    const { looksLike } = detected;
    return fail({
      code: 'documents.unsupportedFormat',
      fileName,
      looksLike,
      supported: listFormatFamilies(),
    });
  }
  const { format } = detected;
  const read = await readGuarded(format, source);
  if (!read.ok) return read;
  return finish({ read: read.value, source, format });
}

/** A library that trips over a broken file is the file's fault, whatever it throws. */
async function readGuarded(format: Format, source: Source): Promise<Result<ReadText, DocumentError>> {
  try {
    const reader = await loadReader(format);
    return await reader(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Memory is not the file's fault to tell: the process ends, and the host sees why.
    if (error instanceof RangeError && /allocation failed/iu.test(reason)) throw error;
    return fail({ code: 'documents.damaged', fileName: source.fileName, reason: reason.slice(0, 300) });
  }
}

function finish(input: {
  readonly read: ReadText;
  readonly source: Source;
  readonly format: Format;
}): Result<ReadDocument, DocumentError> {
  const { read, source, format } = input;
  const { fileName, limits } = source;
  const blocks = [...read.blocks];
  if (blocks.length === 0) return fail({ code: 'documents.emptyText', fileName });
  const characters = blocks.reduce((sum, block) => sum + block.text.length, 0);
  if (characters > limits.maxTextCharacters) {
    return fail({
      code: 'documents.tooLarge',
      fileName,
      sizeBytes: characters,
      maxBytes: limits.maxTextCharacters,
    });
  }
  const firstHeading = blocks.find((block) => block.kind === 'heading' && block.page === 1)?.text;
  const title = read.title?.trim() || firstHeading || nameWithoutExtension(fileName);
  const language = detectLanguage(blocks.map((block) => block.text)) ?? read.language;
  return ok({ title: title.slice(0, 300), language, pages: read.pages, blocks, format });
}

function nameWithoutExtension(fileName: string): string {
  return fileName.replace(/\.[^.]+$/u, '') || fileName;
}
