import { spawn } from 'node:child_process';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '../../..');
/** What a person's `sotto` starts; the build must be there. */
const sottoLauncher = path.join(repository, 'electron/cli/bin.mjs');

export interface CommandEnd {
  readonly stdout: string;
  /** From its start to its end, with all that starting takes. */
  readonly wallMs: number;
}

/** Runs a program to its end. Rejects where it fails. */
export function runCommand(
  command: readonly [file: string, ...parameters: string[]],
  options: { readonly environment?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<CommandEnd> {
  const [file, ...parameters] = command;
  const startedAt = performance.now();
  const child = spawn(file, parameters, { env: { ...process.env, ...options.environment } });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const wallMs = performance.now() - startedAt;
      if (exitCode === 0) resolve({ stdout: output.stdout, wallMs });
      else reject(new Error(`${command.join(' ')} ended with ${exitCode}: ${output.stderr.slice(-500)}`));
    });
  });
}

/** Runs the built `sotto` as its launcher does for a person. */
export function runSotto(
  parameters: readonly string[],
  options: { readonly dataFolder: string; readonly input?: string },
): Promise<CommandEnd> {
  return runCommand([process.execPath, sottoLauncher, ...parameters], {
    environment: { SOTTO_DATA_DIR: options.dataFolder },
    ...(options.input === undefined ? {} : { input: options.input }),
  });
}
