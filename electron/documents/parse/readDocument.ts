import type { Block, DocumentError, ParsedDocument } from '../../../shared/contract/documents.ts';
import { type Format, listFormatFamilies } from '../../../shared/formats.ts';
import { recognitionLanguages } from '../../../shared/recognition.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { detectFormat } from './format.ts';
import { createInnerBudget, type InnerBudget, innerFilesOf } from './innerFiles.ts';
import { detectLanguage } from './language.ts';
import { LimitExceeded } from './limitExceeded.ts';
import { openProtectedOffice } from './protectedOffice.ts';
import { loadReader } from './readers.ts';
import { createRecognition } from './recognise/recognition.ts';
import type { ReadText, Source, SourceFile } from './source.ts';

/** Asked once, as it takes longer than reading a small file. */
const systemLanguage = Intl.DateTimeFormat().resolvedOptions().locale;

export type ReadDocument = ParsedDocument & { readonly format: string };

/** Reads one file that may be hostile. Runs in the parser process only; the host limits its time and memory. */
export async function readDocument(file: SourceFile): Promise<Result<ReadDocument, DocumentError>> {
  const recognition = createRecognition({
    recogniser: file.recogniser,
    limits: file.limits,
    chosen: file.recognitionLanguage,
    systemLanguage,
    onPage: file.onRecognising,
  });
  const budget = createInnerBudget(file.limits, recognition);
  const read = await readLevel(file, { budget, depth: 0 });
  if (!read.ok) return read;
  const { fileName } = file;
  const { format, ...text } = read.value;
  const title = text.title?.trim() || titleHeading(format, text.blocks) || nameWithoutExtension(fileName);
  const recognised = text.recognised ?? [];
  const printed = recognition.language && recognitionLanguages[recognition.language].tag;
  const language =
    detectLanguage(proseOf(text.blocks)) ??
    languageTag(text.language) ??
    (recognised.length > 0 ? printed : null);
  return ok({
    title: title.slice(0, 300),
    language,
    pages: text.pages,
    blocks: [...text.blocks],
    format,
    ...(text.datedAt ? { datedAt: text.datedAt } : {}),
    ...(recognised.length > 0
      ? { recognition: { language: recognition.language, pages: [...recognised] } }
      : {}),
  });
}

/** Their headings are the names of sheets. */
const spreadsheets: ReadonlySet<Format> = new Set<Format>(['xlsx', 'xls', 'ods']);
/** "1 Introduction", "2.3. Results" */
const numbered = /^\d+(?:\.\d+)*\.?\s+\p{L}/u;

/** The first heading, unless it is one of many or far from the beginning. */
function titleHeading(format: Format, blocks: readonly Block[]): string | null {
  const first = blocks.find(({ kind, page }) => kind === 'heading' && page === 1)?.text ?? null;
  return first === null || spreadsheets.has(format) || numbered.test(first) ? null : first;
}

/** Files declare anything. */
function languageTag(declared: string | null): string | null {
  return declared !== null && /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/iu.test(declared) ? declared : null;
}

/** Code and data are in no language, though some of their words look like one. */
function proseOf(blocks: readonly Block[]): string[] {
  return blocks.filter(({ kind }) => kind !== 'code').map(({ text }) => text);
}

interface Level {
  readonly budget: InnerBudget;
  /** 0 for the file itself, 1 for what lies inside it. */
  readonly depth: number;
}

async function readLevel(
  file: SourceFile,
  { budget, depth }: Level,
): Promise<Result<ReadText & { readonly format: Format }, DocumentError>> {
  const { bytes, fileName } = file;
  if (bytes.length === 0) return fail({ code: 'documents.emptyFile', fileName });
  const detected = detectFormat(bytes, fileName);
  if (detected.kind === 'passwordProtected') {
    const opened = openProtectedOffice(file);
    return opened.ok ? readLevel({ ...file, bytes: opened.value }, { budget, depth }) : opened;
  }
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
  const inner = innerFilesOf({
    fileName,
    budget,
    depth,
    read: (innerFile) =>
      readLevel({ ...file, ...innerFile, onProgress: () => undefined }, { budget, depth: depth + 1 }),
  });
  const read = await readGuarded(format, { ...file, inner, recognition: budget.recognition });
  if (!read.ok) return read;
  const checked = checkText(read.value, file);
  return checked.ok ? ok({ ...read.value, format }) : checked;
}

/** A library that trips over a broken file is the file's fault, whatever it throws. */
async function readGuarded(format: Format, source: Source): Promise<Result<ReadText, DocumentError>> {
  try {
    const reader = await loadReader(format);
    return await reader(source);
  } catch (error) {
    if (error instanceof LimitExceeded) return fail(error.error);
    const reason = error instanceof Error ? error.message : String(error);
    // Memory is not the file's fault to tell: the process ends, and the host sees why.
    if (error instanceof RangeError && /allocation failed/iu.test(reason)) throw error;
    return fail({ code: 'documents.damaged', fileName: source.fileName, reason: reason.slice(0, 300) });
  }
}

function checkText({ blocks }: ReadText, { fileName, limits }: SourceFile): Result<null, DocumentError> {
  if (blocks.length === 0) return fail({ code: 'documents.emptyText', fileName });
  const { maxBlocks } = limits;
  if (blocks.length > maxBlocks)
    return fail({ code: 'documents.tooManyParts', fileName, maxParts: maxBlocks });
  const sizeBytes = blocks.reduce((sum, block) => sum + block.text.length, 0);
  const { maxTextCharacters: maxBytes } = limits;
  return sizeBytes > maxBytes
    ? fail({ code: 'documents.tooLarge', fileName, sizeBytes, maxBytes })
    : ok(null);
}

function nameWithoutExtension(fileName: string): string {
  return fileName.replace(/\.[^.]+$/u, '') || fileName;
}
