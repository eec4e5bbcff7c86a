#!/usr/bin/env node
// Plain JavaScript for any Node from 20 on: it only finds the Node that Sotto is made for, and starts Sotto with it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const madeForMajor = 24;
const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const headless = path.join(repository, 'dist/host/headless.js');

if (!existsSync(headless)) refuse(`Sotto is not built yet. Run this once in ${repository}: npm run build`);
const node = findNode();
if (!node)
  refuse(
    `Sotto runs on Node ${madeForMajor}, which is not installed here. Run this in ${repository}: npm ci`,
  );

const child = spawn(node, [headless, ...process.argv.slice(2)], { stdio: 'inherit' });
child.on('error', (error) => refuse(`Sotto could not be started: ${error.message}`));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal tells the whole foreground group; twice would read as "stop at once".
    if (signal === 'SIGTERM' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

function findNode() {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const pinned = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(pinned)) return pinned;
  } catch {
    // Not installed; the Node that runs this may do.
  }
  return Number(process.versions.node.split('.')[0]) === madeForMajor ? process.execPath : null;
}

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
