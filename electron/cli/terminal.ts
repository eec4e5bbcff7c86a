import type { ReadStream, WriteStream } from 'node:tty';

/** What a command may touch of the world around it. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream | ReadStream;
  readonly stdout: WriteStream | NodeJS.WriteStream;
  readonly stderr: WriteStream | NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** Aborted by Ctrl-C or the request to end; its reason is the signal's name. */
  readonly signal: AbortSignal;
}
