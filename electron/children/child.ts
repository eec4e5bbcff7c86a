/** A process of ours that the host watches: Electron's `utilityProcess`, else `child_process.fork`. */
export interface Child {
  readonly pid: number | undefined;
  /** Structured-clone messages. Silently dropped when the process is gone; `onExit` tells. */
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called exactly once. */
  onExit(listener: (exit: ChildExit) => void): void;
  /** Ends it at once (SIGKILL or the platform's like). */
  kill(): void;
}

export interface ChildExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines the process wrote to stderr, for the log and for errors. */
  readonly stderrTail: string;
}

export interface ChildSpec {
  /** A module of ours; the built file, or in tests its TypeScript source. */
  readonly entryPath: string;
  /** Shown by the operating system's process list where it can be. */
  readonly name: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

export type StartChild = (spec: ChildSpec) => Child;
