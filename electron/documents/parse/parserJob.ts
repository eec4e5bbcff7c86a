import type { Block, DocumentError } from '../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { CutChunk } from '../cutDocument.ts';
import type { ParsedFile, ParseInput } from './parser.ts';
import type { ParserLimits } from './parserLimits.ts';
import type { ParserMessage } from './parserProtocol.ts';

/** Blocks and passages repeat the headings they stand under, and passages the text. */
const repeatedRatio = 16;

/**
 * What a parser process made of a file. 'again': something else ended the process before, read it in another;
 * 'againAlone': perhaps it was this file, so nothing else is to be in the same hands.
 */
export type JobEnd = Result<ParsedFile, DocumentError> | 'again' | 'againAlone';

type Content = Pick<Extract<ParserMessage, { kind: 'content' }>, 'blocks' | 'chunks'>;

/** One file in the hands of a parser process. */
export interface Job {
  readonly jobId: number;
  readonly input: ParseInput;
  /** Pictures whose words are recognised, each of which gives it more time. */
  readonly recognisedPages: () => number;
  /** Nobody waits for it any more. */
  readonly isSettled: () => boolean;
  /** Only the first counts. */
  settle(end: JobEnd): void;
  /** @returns why it is not taken: what a parser that a file has taken over sends is limited here, where it costs the host's memory. */
  take(content: Content): DocumentError | null;
  noteProgress(message: Extract<ParserMessage, { kind: 'progress' | 'recognising' }>): void;
  finish(message: Extract<ParserMessage, { kind: 'finished' }>): void;
}

export function createJob(input: {
  readonly jobId: number;
  readonly file: ParseInput;
  readonly limits: Pick<ParserLimits, 'maxTextCharacters' | 'maxBlocks'>;
  readonly onEnd: (end: JobEnd) => void;
}): Job {
  const { file, limits } = input;
  const { fileName } = file;
  const blocks: Block[] = [];
  const chunks: CutChunk[] = [];
  let characters = 0;
  let repeatedCharacters = 0;
  let recognisedPages = 0;
  let isSettled = false;

  const settle = (end: JobEnd) => {
    if (isSettled) return;
    isSettled = true;
    input.onEnd(end);
  };
  const checkOutput = (): DocumentError | null => {
    const { maxTextCharacters: maxBytes, maxBlocks: maxParts } = limits;
    if (characters > maxBytes) {
      return { code: 'documents.tooLarge', fileName, sizeBytes: characters, maxBytes };
    }
    if (Math.max(blocks.length, chunks.length) > maxParts) {
      return { code: 'documents.tooManyParts', fileName, maxParts };
    }
    if (repeatedCharacters > maxBytes * repeatedRatio) {
      return { code: 'documents.tooLarge', fileName, sizeBytes: repeatedCharacters, maxBytes };
    }
    return null;
  };

  return {
    jobId: input.jobId,
    input: file,
    recognisedPages: () => recognisedPages,
    isSettled: () => isSettled,
    settle,
    take(content) {
      for (const block of content.blocks) {
        characters += block.text.length;
        repeatedCharacters += lengthOf(block.headings);
        blocks.push(block);
      }
      for (const chunk of content.chunks) {
        repeatedCharacters += lengthOf([chunk.text, chunk.terms, ...chunk.headings]);
        chunks.push(chunk);
      }
      return checkOutput();
    },
    noteProgress(message) {
      if (message.kind === 'recognising') {
        recognisedPages += 1;
        file.onProgress?.({ step: 'recognising', done: message.page, total: message.total });
      } else file.onProgress?.({ step: 'parsing', done: message.done, total: message.total });
    },
    finish({ kind: _kind, jobId: _jobId, residentBytes: _resident, datedAt, recognition, ...said }) {
      const optional = { ...(datedAt ? { datedAt } : {}), ...(recognition ? { recognition } : {}) };
      settle(ok({ ...said, ...optional, blocks, chunks }));
    },
  };
}

/** For a file that is not read at all. */
export const cancelled = (): Result<never, DocumentError> => fail({ code: 'documents.cancelled' });

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
