import type { DocumentError } from '../../../../shared/contract/documents.ts';
import type { RecognisedPage } from '../../../../shared/recognition.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { type BlockList, createBlockList } from '../blockList.ts';
import type { ReadText, Source } from '../source.ts';
import { whyNotRead } from '../whyNotRead.ts';

/** Puts the files of an archive or a mail one after the other, each under its name, on pages of its own. */
export interface InnerList {
  readonly list: BlockList;
  /** Begins a page for text of the document's own. */
  takePage(): number;
  /** A file that is not read is named with its reason. @returns the error that ends the whole document, or null. */
  addFile(file: {
    readonly bytes: Uint8Array;
    readonly name: string;
    /** Of the heading with its name; null where its own text begins with a heading. */
    readonly level: number | null;
  }): Promise<DocumentError | null>;
  addMissing(file: { readonly name: string; readonly reason: string; readonly error?: DocumentError }): void;
  /** Fails where no file could be read at all, with the first reason. */
  finish(): Result<ReadText, DocumentError>;
}

export function createInnerList(
  source: Source,
  {
    missingHeading = 'Not read',
  }: {
    /** What stands above the names of the files that are not read. */
    readonly missingHeading?: string;
  } = {},
): InnerList {
  const { inner, fileName } = source;
  const list = createBlockList();
  const missing: string[] = [];
  let firstError: DocumentError | null = null;
  const recognised: RecognisedPage[] = [];
  let nextPage = 1;
  let filesRead = 0;

  const addMissing: InnerList['addMissing'] = ({ name, reason, error }) => {
    firstError ??= error ?? { code: 'documents.damaged', fileName: `${fileName}/${name}`, reason };
    missing.push(`- ${name}: ${reason}`);
  };
  return {
    list,
    takePage() {
      nextPage += 1;
      return nextPage - 1;
    },
    addMissing,
    async addFile({ bytes, name, level }) {
      if (inner.isTimeUp) {
        addMissing({ name, reason: 'no time was left to read it' });
        return null;
      }
      const read = await inner.read({ bytes, fileName: name });
      if (inner.stopped) return inner.stopped;
      if (!read.ok) {
        addMissing({ name, reason: whyNotRead(read.error), error: read.error });
        return null;
      }
      if (level !== null) list.addHeading({ level, text: name, page: nextPage });
      list.addInner({ blocks: read.value.blocks, firstPage: nextPage });
      for (const one of read.value.recognised ?? [])
        recognised.push({ ...one, page: one.page + nextPage - 1 });
      nextPage += read.value.pages;
      filesRead += 1;
      return null;
    },
    finish() {
      const isNothingRead = filesRead === 0 && list.blocks.length === 0;
      if (isNothingRead && firstError) return fail(firstError);
      if (missing.length > 0) {
        list.addHeading({ level: 1, text: missingHeading, page: Math.max(1, nextPage - 1) });
        list.add({ kind: 'list', text: missing.join('\n'), page: Math.max(1, nextPage - 1) });
      }
      const pages = Math.max(1, nextPage - 1);
      return ok({ title: null, language: null, pages, blocks: list.blocks, recognised });
    },
  };
}
