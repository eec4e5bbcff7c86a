import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const repository = path.resolve(import.meta.dirname, '../..');
const names = z.record(z.string(), z.string()).default({});
const lockfile = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        integrity: z.string().optional(),
        optionalDependencies: names,
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8')));

const targets = [
  'win32 x64',
  'win32 arm64',
  'darwin x64',
  'darwin arm64',
  'linux x64',
  'linux arm64',
] as const;
const systemNames: Readonly<Record<string, string>> = {
  win: 'win32',
  win32: 'win32',
  windows: 'win32',
  mac: 'darwin',
  darwin: 'darwin',
  macos: 'darwin',
  linux: 'linux',
};

// Every package in the lockfile that brings a package per platform.
const native = Object.entries(lockfile.packages)
  .map(([place, { optionalDependencies }]) => ({
    place,
    wanted: Object.entries(optionalDependencies).flatMap(([name, version]) => {
      const target = readTarget(name);
      return target && targets.some((each) => each === target) ? [{ name, version, target }] : [];
    }),
  }))
  .filter(({ wanted }) => wanted.length > 0);

describe('package-lock.json', () => {
  // Catches the other platforms' packages dropping out when the lockfile is written on one of them: npm ci would
  // succeed there and Sotto find no engine.
  test.each(native)('holds the packages of every platform for $place', ({ place, wanted }) => {
    const found = wanted.map(({ name, version }) => ({
      name,
      version,
      isIntact: isLocked(place, name, version),
    }));
    expect(found).toEqual(wanted.map(({ name, version }) => ({ name, version, isIntact: true })));
  });

  test.each([
    'node_modules/node-llama-cpp',
    'node_modules/@napi-rs/canvas',
    'node_modules/rolldown',
    'node_modules/lightningcss',
    'node_modules/@biomejs/biome',
    'node_modules/@swc/core',
    'node_modules/typescript',
  ])('brings %s to all six platforms', (place) => {
    const covered = native.find((each) => each.place === place)?.wanted.map(({ target }) => target);
    expect([...new Set(covered)].sort()).toEqual([...targets].sort());
  });
});

// One package holds them all, so nothing is chosen at install.
test('better-sqlite3-multiple-ciphers brings its binary for all six platforms', () => {
  const prebuilds = readdirSync(
    path.join(repository, 'node_modules/better-sqlite3-multiple-ciphers/prebuilds'),
  );
  expect(prebuilds).toEqual(
    expect.arrayContaining(targets.map((target) => `${target.replace(' ', '-')}.node`)),
  );
});

// Catches a pack without an engine for one target, or with a foreign one; only one target is packed by the tests.
test.each([
  ['win x64', ['win-x64', 'win-x64-vulkan']],
  ['win arm64', ['win-arm64']],
  ['mac x64', ['mac-x64']],
  ['mac arm64', ['mac-arm64-metal']],
  ['linux x64', ['linux-x64', 'linux-x64-vulkan']],
  ['linux arm64', ['linux-arm64']],
])('the installer for %s holds exactly its own engines', (target, expected) => {
  const [system = '', machine = ''] = target.split(' ');
  const engines = Object.keys(lockfile.packages['node_modules/node-llama-cpp']?.optionalDependencies ?? {});
  const exclusions = readFileSync(path.join(repository, 'electron-builder.yml'), 'utf8')
    .split('\n')
    .flatMap((line) => /- '!(.*node-llama-cpp\/!.*)'/.exec(line)?.[1] ?? [])
    .map((pattern) => pattern.replaceAll(/\$\{os\}/g, system).replaceAll(/\$\{arch\}/g, machine));
  const kept = engines.filter(
    (name) =>
      !exclusions.some((pattern) => path.posix.matchesGlob(`node_modules/${name}/package.json`, pattern)),
  );
  expect(exclusions).toHaveLength(1);
  expect(kept.map((name) => path.basename(name)).sort()).toEqual(expected);
});

/** What a name such as '@rolldown/binding-win32-x64-msvc' is for; null for names without a system and a machine. */
function readTarget(name: string): string | null {
  const words = name.split(/[/@-]/);
  const system = words.map((word) => systemNames[word]).find((found) => found !== undefined);
  const machine = words.find((word) => word === 'x64' || word === 'arm64');
  return system && machine ? `${system} ${machine}` : null;
}

/** Whether npm finds the package from where it is asked for: beside it, or in a folder above. */
function isLocked(place: string, name: string, version: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const found = lockfile.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (found) return found.integrity !== undefined && (found.version === version || /[\^~*]/.test(version));
    if (folder === '') return false;
  }
}
