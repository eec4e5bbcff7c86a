import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchPart } from './part.ts';

const entryPath = resolve(import.meta.dirname, '../../../dist/host/headless.js');
const settleMs = 3000;
const mebibyte = 1024 ** 2;

/** What the built host takes of the memory with no model loaded, a new data folder, and nobody looking. */
export const measureHost: BenchPart = async ({ add, folder }) => {
  if (process.platform === 'win32' || !existsSync(entryPath)) {
    process.stderr.write('the host is measured once it is built (npm run build), and not on Windows\n');
    return;
  }
  const parameters = ['serve', '--port', '0', '--data-dir', join(folder, 'host')];
  const host = spawn(process.execPath, [entryPath, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    // The first line says that it listens.
    await once(createInterface(host.stdout), 'line');
    await new Promise((resolveWait) => setTimeout(resolveWait, settleMs));
    const kibibytes = execFileSync('ps', ['-o', 'rss=', '-p', String(host.pid)], { encoding: 'utf8' });
    add({
      metric: 'host memory without a model',
      ours: (Number(kibibytes) * 1024) / mebibyte,
      reference: 120,
      referenceName: 'what was promised',
      unit: 'MiB',
      target: { atMost: 1 },
    });
  } finally {
    host.kill();
  }
};
