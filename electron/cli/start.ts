import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ok } from '../../shared/result.ts';
import { fetchElectronBinary, findElectronBinary, findObstacle } from './electronBinary.ts';

const repository = path.resolve(import.meta.dirname, '../..');
/** An Electron that ends sooner than this with an error never showed its window. */
const failedStartMs = 5_000;

const parameters = process.argv.slice(2);
const vite = path.join(repository, 'node_modules/vite/bin/vite.js');
const build = spawnSync(process.execPath, [vite, 'build'], { cwd: repository, stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

const obstacle = findObstacle({
  platform: process.platform,
  environment: process.env,
  userId: process.getuid?.() ?? null,
});
if (obstacle === null) await openInElectron();
else await openInBrowser(obstacle);

async function openInElectron(): Promise<void> {
  const found = findElectronBinary();
  const announce = () => console.error('Fetching Electron (about 110 MB, once) …');
  const binary = found ? ok(found) : await fetchElectronBinary(announce);
  if (!binary.ok) return openInBrowser(`Electron could not be fetched (${binary.error})`);

  const startedAt = performance.now();
  const electron = spawn(binary.value, [repository, ...parameters], { stdio: 'inherit' });
  const exitCode = await new Promise<number>((resolve) => {
    electron.on('error', () => resolve(1));
    electron.on('exit', (code) => resolve(code ?? 1));
  });
  if (exitCode !== 0 && performance.now() - startedAt < failedStartMs) {
    return openInBrowser('Electron does not start on this system');
  }
  process.exitCode = exitCode;
}

async function openInBrowser(reason: string): Promise<void> {
  console.error(`No desktop window: ${reason}. Opening Sotto in a browser window instead.`);
  const headless = path.join(repository, 'dist/host/headless.js');
  process.argv = [process.execPath, headless, 'serve', '--open', ...parameters];
  await import(pathToFileURL(headless).href);
}
