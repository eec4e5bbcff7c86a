import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findObstacle } from '../../../electron/cli/electronBinary.ts';

const launcher = path.resolve(import.meta.dirname, '../../../electron/cli/bin.mjs');
let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'sotto-launcher-'));
  await mkdir(path.join(root, 'electron/cli'), { recursive: true });
  await mkdir(path.join(root, 'dist/host'), { recursive: true });
  await cp(launcher, path.join(root, 'electron/cli/bin.mjs'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function build(headless: string): Promise<void> {
  await writeFile(path.join(root, 'dist/host/headless.js'), headless);
}

function launch(...parameters: string[]): ChildProcess {
  return spawn(process.execPath, [path.join(root, 'electron/cli/bin.mjs'), ...parameters], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function end(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (text) => {
    stdout += text;
  });
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

// Catches parameters split at spaces, and a script that takes a failure for success.
test('hands on parameters, input and exit code as they are', async () => {
  await build(
    "process.stdin.on('data', (text) => process.stdout.write(JSON.stringify([process.argv.slice(2), text.toString()])));" +
      "process.stdin.on('end', () => process.exit(2));",
  );
  const child = launch('ask', 'a question with "quotes"', '--json');
  child.stdin?.end('typed');
  expect(await end(child)).toEqual({
    code: 2,
    stdout: JSON.stringify([['ask', 'a question with "quotes"', '--json'], 'typed']),
    stderr: '',
  });
});

// Catches `kill` ending the launcher alone, with Sotto left behind and its data locked.
test.skipIf(process.platform === 'win32')('lets Sotto end in order when it is told to', async () => {
  await build(
    "process.on('SIGTERM', () => { console.log('saved'); process.exit(0); }); setInterval(() => {}, 1000); console.log('up');",
  );
  const child = launch('serve');
  const ended = end(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, stdout: 'up\nsaved\n', stderr: '' });
});

test('names the command to run where Sotto is not built', async () => {
  expect(await end(launch('serve'))).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Sotto is not built yet\. .*npm run build\n$/),
  });
});

test.each([
  ['linux', {}, 1000, 'there is no display'],
  ['linux', { DISPLAY: ':0' }, 1000, null],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, null],
  ['linux', { DISPLAY: ':0' }, 0, 'Electron does not run as root'],
  ['darwin', {}, 501, null],
  ['win32', {}, null, null],
] as const)(
  'on %s with %o for user %s, what keeps Electron from opening: %s',
  (platform, environment, userId, obstacle) => {
    expect(findObstacle({ platform, environment, userId })).toBe(obstacle);
  },
);
