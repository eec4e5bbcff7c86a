#!/usr/bin/env node
// Plain JavaScript for any Node from 20 on: it only finds the Node that Sotto is made for, and runs Sotto with it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const madeForMajor = 24;
const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const headless = path.join(repository, 'dist/host/headless.js');

if (!existsSync(headless)) refuse(`Sotto is not built yet. Run this once in ${repository}: npm run build`);
const node = findNode();
if (!node)
  refuse(
    `Sotto runs on Node ${madeForMajor}, which is not installed here. Run this in ${repository}: npm ci`,
  );

// Without it, a third of a short command's time goes into compiling Sotto anew.
const codeCache = process.env.NODE_COMPILE_CACHE ?? path.join(cacheFolder(), 'sotto', 'code');
if (isMadeFor(process.versions.node)) {
  module.enableCompileCache(codeCache);
  process.env.NODE_COMPILE_CACHE = codeCache;
  await import(pathToFileURL(headless).href);
} else runWith(node);

function runWith(node) {
  const child = spawn(node, [headless, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: codeCache },
  });
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
}

/** This person's own: code from a folder that others can write to must not be run. */
function cacheFolder() {
  const home = homedir();
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches');
  return process.env.XDG_CACHE_HOME || path.join(home, '.cache');
}

function isMadeFor(version) {
  return Number(version.split('.')[0]) === madeForMajor;
}

function findNode() {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const pinned = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(pinned)) return pinned;
  } catch {
    // Not installed; the Node that runs this may do.
  }
  return isMadeFor(process.versions.node) ? process.execPath : null;
}

function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
