export interface ParserLimits {
  readonly timeoutMs: number;
  /** Resident memory of one parser process. */
  /** For one picture whose words are recognised; each gives the file so much more time. */
  readonly recognitionPageMs: number;
  /** Of one file; the pages after it are named as not read. */
  readonly maxRecognisedPages: number;
  readonly memoryBytes: number;
  readonly maxFileBytes: number;
  readonly maxTextCharacters: number;
  /** Each costs the host some hundred bytes, however short it is. */
  readonly maxBlocks: number;
  readonly maxUnpackedBytes: number;
  /** Files read at the same time; further ones wait their turn. */
  readonly maxProcesses: number;
  /** A process without work ends after this. */
  readonly idleMs: number;
}

const megabyte = 1024 * 1024;

export const defaultParserLimits: ParserLimits = {
  timeoutMs: 180_000,
  recognitionPageMs: 120_000,
  maxRecognisedPages: 2000,
  memoryBytes: 1536 * megabyte,
  maxFileBytes: 512 * megabyte,
  maxTextCharacters: 30_000_000,
  maxBlocks: 500_000,
  maxUnpackedBytes: 768 * megabyte,
  maxProcesses: 2,
  idleMs: 30_000,
};
