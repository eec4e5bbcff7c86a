import type { DocumentError } from '../../../shared/contract/documents.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { ReadLimits } from './parserProtocol.ts';
import type { Recognition } from './recognise/recognition.ts';
import type { InnerFiles, ReadText } from './source.ts';

const maxDepth = 5;
/** Mailboxes hold many. */
const maxFiles = 100_000;
/** Archives may hold names of 64 KB. */
const maxNameCharacters = 300;
/** Of the whole time limit; the rest is for sending what was read. */
const timeShare = 0.6;

/** What all levels of one document use up together. */
export interface InnerBudget {
  files: number;
  unpackedBytes: number;
  characters: number;
  readonly endsAt: number;
  /** Its time does not count: it is limited by itself. */
  readonly recognition: Recognition;
  readonly limits: ReadLimits;
  stopped: DocumentError | null;
}

export function createInnerBudget(limits: ReadLimits, recognition: Recognition): InnerBudget {
  return {
    files: 0,
    unpackedBytes: 0,
    characters: 0,
    endsAt: performance.now() + limits.timeoutMs * timeShare,
    recognition,
    limits,
    stopped: null,
  };
}

/** The files inside one file. @param options.depth of that file: 0 for the one the person chose. */
export function innerFilesOf(options: {
  readonly fileName: string;
  readonly budget: InnerBudget;
  readonly depth: number;
  readonly read: (file: {
    readonly bytes: Uint8Array;
    readonly fileName: string;
  }) => Promise<Result<ReadText, DocumentError>>;
}): InnerFiles {
  const { budget, depth } = options;
  const { limits } = budget;
  const stop = (error: DocumentError) => {
    budget.stopped ??= error;
    return fail(error);
  };
  return {
    async read({ bytes, fileName: innerName }) {
      const fileName = `${options.fileName}/${innerName.slice(0, maxNameCharacters)}`;
      if (depth >= maxDepth) return fail({ code: 'documents.nestedTooDeep', fileName, maxDepth });
      budget.files += 1;
      if (budget.files > maxFiles) return stop({ code: 'documents.tooManyFiles', fileName, maxFiles });
      const read = await options.read({ bytes, fileName });
      if (!read.ok) return budget.stopped ? fail(budget.stopped) : read;
      budget.characters += countCharacters(read.value);
      const { maxTextCharacters: maxBytes } = limits;
      return budget.characters > maxBytes
        ? stop({ code: 'documents.tooLarge', fileName, sizeBytes: budget.characters, maxBytes })
        : read;
    },
    get unpackedBytesLeft() {
      return Math.max(0, limits.maxUnpackedBytes - budget.unpackedBytes);
    },
    countUnpacked(bytes) {
      budget.unpackedBytes += bytes;
      const { maxUnpackedBytes: maxBytes } = limits;
      if (budget.unpackedBytes > maxBytes) {
        const { fileName } = options;
        stop({ code: 'documents.tooLarge', fileName, sizeBytes: budget.unpackedBytes, maxBytes });
      }
    },
    get stopped() {
      return budget.stopped;
    },
    get isTimeUp() {
      return performance.now() - budget.recognition.elapsedMs > budget.endsAt;
    },
  };
}

function countCharacters({ blocks }: ReadText): number {
  return blocks.reduce((sum, block) => sum + block.text.length, 0);
}
