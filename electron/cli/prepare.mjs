import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm ci` builds, so that `npx sotto` works at once. Without the build tools (`--omit=dev`) there is nothing to build with.
const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
if (existsSync(vite)) {
  const build = spawnSync('node', [vite, 'build'], {
    cwd: repository,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = build.status ?? 1;
}
