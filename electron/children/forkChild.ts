import { fork } from 'node:child_process';
import type { Child, ChildExit, ChildSpec } from './child.ts';

const stderrTailCharacters = 4000;

/** Starts a child under plain Node. The child ends with its parent, because its channel closes. */
export function forkChild(spec: ChildSpec): Child {
  const child = fork(spec.entryPath, [], {
    env: { ...process.env, ...spec.environment },
    execArgv: [...(spec.execArgv ?? [])],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderrTail = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => {
    stderrTail = (stderrTail + text).slice(-stderrTailCharacters);
  });

  const exitListeners: ((exit: ChildExit) => void)[] = [];
  let exited: ChildExit | null = null;
  const finish = (exit: Omit<ChildExit, 'stderrTail'>) => {
    if (exited) return;
    exited = { ...exit, stderrTail };
    for (const listener of exitListeners) listener(exited);
  };
  child.on('close', (exitCode, signal) => finish({ exitCode, signal }));
  child.on('error', (error) => {
    stderrTail += error.message;
    if (child.exitCode === null && child.signalCode === null && child.pid === undefined) {
      finish({ exitCode: null, signal: null });
    }
  });

  return {
    pid: child.pid,
    send(message) {
      if (!child.connected) return;
      child.send(message, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      if (exited) listener(exited);
      else exitListeners.push(listener);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
