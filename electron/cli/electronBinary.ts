import { fork, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';

const stallMs = 20_000;
const electronFolder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** Where Electron's program is; null where it was never fetched. */
export function findElectronBinary(): string | null {
  const pathFile = path.join(electronFolder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(electronFolder, 'dist');
  const binary = path.join(folder, readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/** Why Electron cannot open a window here; null where it can. */
export function findObstacle(input: {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly userId: number | null;
}): string | null {
  if (input.platform !== 'linux') return null;
  if (!input.environment.DISPLAY && !input.environment.WAYLAND_DISPLAY) return 'there is no display';
  // Chromium's sandbox does not work for root, and Sotto never runs without it.
  return input.userId === 0 ? 'Electron does not run as root' : null;
}

/** Fetches Electron's program; gives up when no byte has come for 20 seconds. Fails with the reason in words. */
export async function fetchElectronBinary(onStarted: () => void): Promise<Result<string, string>> {
  if (isOffline()) return fail('this computer is offline');
  onStarted();
  const downloaded = await download();
  if (!downloaded.ok) return downloaded;
  const install = spawnSync(process.execPath, [path.join(electronFolder, 'install.js')], {
    encoding: 'utf8',
  });
  const binary = findElectronBinary();
  return binary ? ok(binary) : fail(install.stderr.trim().split('\n')[0] ?? 'it could not be unpacked');
}

function download(): Promise<Result<null, string>> {
  return new Promise((resolve) => {
    const child = fork(path.join(import.meta.dirname, 'fetchElectron.ts'), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let stderr = '';
    let isStalled = false;
    const stall = () => {
      isStalled = true;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(stall, stallMs);
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    child.on('message', () => {
      clearTimeout(timer);
      timer = setTimeout(stall, stallMs);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(ok(null));
      else resolve(fail(isStalled ? 'the download does not answer' : readReason(stderr)));
    });
  });
}

/** Node prints a failed import's error with its stack; the cause is what a person can use. */
function readReason(stderr: string): string {
  const cause = /\[cause\]: (?:\w*Error: )?(.+)/.exec(stderr)?.[1] ?? /^\w*Error: (.+)$/m.exec(stderr)?.[1];
  return cause?.replace(/[\s{]+$/, '') ?? 'the download failed';
}

function isOffline(): boolean {
  return !Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal }) => !internal),
  );
}
