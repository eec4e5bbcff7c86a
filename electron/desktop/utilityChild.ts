import type { ForkOptions } from 'electron';
import type { Child, ChildExit, ChildSpec, StartChild } from '../children/child.ts';

const stderrTailCharacters = 4000;
/** The last of stderr may come after the exit is known. */
const lastWordsMs = 200;

/** What is used of Electron's `UtilityProcess`. */
export interface UtilityHandle {
  readonly pid: number | undefined;
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export type ForkUtility = (modulePath: string, parameters: string[], options: ForkOptions) => UtilityHandle;

/** Starts children as Electron utility processes. They end with the app. */
export function createUtilityChildStarter(fork: ForkUtility): StartChild {
  return (spec) => watch(fork(spec.entryPath, [], forkOptions(spec)));
}

function forkOptions(spec: ChildSpec): ForkOptions {
  return {
    serviceName: spec.name,
    env: { ...process.env, ...spec.environment },
    execArgv: [...(spec.execArgv ?? [])],
    stdio: ['ignore', 'ignore', 'pipe'],
  };
}

function watch(handle: UtilityHandle): Child {
  let stderrTail = '';
  handle.stderr?.setEncoding('utf8');
  handle.stderr?.on('data', (text: string) => {
    stderrTail = (stderrTail + text).slice(-stderrTailCharacters);
  });

  const exitListeners: ((exit: ChildExit) => void)[] = [];
  let isGone = false;
  let exited: ChildExit | null = null;
  const finish = (exitCode: number) => {
    if (exited) return;
    // Electron does not tell the signal; a killed process has a code other than 0.
    exited = { exitCode, signal: null, stderrTail };
    for (const listener of exitListeners) listener(exited);
  };
  handle.on('exit', (exitCode) => {
    isGone = true;
    handle.stderr?.on('end', () => finish(exitCode));
    setTimeout(() => finish(exitCode), lastWordsMs);
  });

  return {
    // Known only once the process runs.
    get pid() {
      return handle.pid;
    },
    send(message) {
      if (!isGone) handle.postMessage(message);
    },
    onMessage: (listener) => void handle.on('message', listener),
    onExit(listener) {
      if (exited) listener(exited);
      else exitListeners.push(listener);
    },
    kill() {
      if (isGone) return;
      // UtilityProcess.kill() asks with SIGTERM, which a stuck native call never hears.
      if (handle.pid === undefined) handle.kill();
      else endAtOnce(handle.pid);
    },
  };
}

function endAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended a moment ago; its exit is on the way.
  }
}
