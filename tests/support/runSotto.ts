import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';

const headless = path.resolve(import.meta.dirname, '../../electron/headless.ts');

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningSotto {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Resolves when the text stands on stdout; rejects when the command ends without it. */
  printed(text: string): Promise<void>;
}

/** Starts a real command line of Sotto from its sources. Its standard input stays open until `input` is given. */
export function startSotto(
  parameters: readonly string[],
  options: {
    readonly input?: string;
    readonly environment?: Record<string, string>;
    readonly folder?: string;
  } = {},
): RunningSotto {
  const { SOTTO_DATA_DIR: _dataDir, SOTTO_KEY: _key, ...environment } = process.env;
  const child = spawn(process.execPath, [headless, ...parameters], {
    cwd: options.folder ?? process.cwd(),
    env: { ...environment, ...options.environment },
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watch of [...watchers]) watch();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  if (options.input !== undefined) child.stdin.end(options.input);
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (!stdout.includes(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void ended.then((end) => reject(new Error(`Ended without "${text}": ${JSON.stringify(end)}`)));
      }),
  };
}

/** Runs a command to its end, with nothing on standard input unless given. */
export function runSotto(
  parameters: readonly string[],
  options: Parameters<typeof startSotto>[1] = {},
): Promise<Ended> {
  return startSotto(parameters, { input: '', ...options }).ended;
}

/** What a command with --json printed. Throws where it is anything but one JSON value. */
export async function runJson(
  parameters: readonly string[],
  options: Parameters<typeof startSotto>[1] = {},
): Promise<{ exitCode: number | null; json: unknown }> {
  const { exitCode, stdout, stderr } = await runSotto([...parameters, '--json'], options);
  try {
    return { exitCode, json: JSON.parse(stdout) };
  } catch {
    throw new Error(`No JSON (exit code ${exitCode}): ${stdout}\n${stderr}`);
  }
}
