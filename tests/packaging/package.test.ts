import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makePrintedPdf } from '../support/documents/printedPictures.ts';
import { makeScriptedModel } from '../support/models/scriptedModel.ts';
import { makeStandInElectron } from '../support/standInElectron.ts';

const run = promisify(execFile);
const repository = path.resolve(import.meta.dirname, '../..');
const builder = path.join(repository, 'node_modules/electron-builder/cli.js');
/**
 * Without Electron itself. About 70 MB recognise words in pictures: the languages, and what draws pages. GPU packs for
 * CUDA would add half a gigabyte.
 */
const maxSizeBytes = 230 * 1024 * 1024;
const packMs = 180_000;

let root = '';
let cache = '';
let resources = '';
let unpacked = '';

// One pack of the app for Linux, as `npm run package` makes it, on a stand-in for Electron's own files.
describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the packed app', () => {
  beforeAll(async () => {
    if (!existsSync(path.join(repository, 'dist/host/main.js'))) throw new Error('Run first: npm run build');
    root = await mkdtemp(path.join(tmpdir(), 'sotto-package-'));
    cache = path.join(root, 'cache');
    await mkdir(cache);
    const parameters = [
      '--dir',
      '--linux',
      '--x64',
      '--publish',
      'never',
      '--config',
      'electron-builder.yml',
    ];
    const overrides = {
      electronDist: await makeStandInElectron(root),
      'directories.output': path.join(root, 'release'),
    };
    const settings = Object.entries(overrides).map(([name, value]) => `--config.${name}=${value}`);
    await run(process.execPath, [builder, ...parameters, ...settings], {
      cwd: repository,
      // Whatever it would fetch has nowhere to come from and shows in the cache.
      env: {
        ...process.env,
        ELECTRON_CACHE: cache,
        ELECTRON_BUILDER_CACHE: cache,
        ELECTRON_MIRROR: 'http://127.0.0.1:9/',
        ELECTRON_BUILDER_BINARIES_MIRROR: 'http://127.0.0.1:9/',
      },
    });
    resources = path.join(root, 'release/linux-unpacked/resources');
    unpacked = path.join(resources, 'app.asar.unpacked');
  }, packMs);
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('is made without fetching anything', async () => {
    expect(await readdir(cache)).toEqual([]);
  });

  // Catches an app that lacks a part it starts with, or carries sources, tests and build tools to people's disks.
  test('holds its entry points and nothing of the development', async () => {
    const files = listPackage(path.join(resources, 'app.asar'), { isPack: false });
    expect(files).toEqual(
      expect.arrayContaining([
        '/dist/host/main.js',
        '/dist/host/engine.js',
        '/dist/host/parser.js',
        '/dist/host/headless.js',
        '/dist/preload/preload.cjs',
        '/dist/renderer/index.html',
        '/dist/pdfjs/cmaps',
        '/resources/samples/welcome.pdf',
        '/node_modules/node-llama-cpp/dist/index.js',
      ]),
    );
    const below = (folder: string) =>
      files.filter((file) => path.dirname(file) === folder).map((file) => path.basename(file));
    expect(below('/').sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json', 'resources']);
    expect(below('/dist').sort()).toEqual(['host', 'pdfjs', 'preload', 'recognition', 'renderer']);
    expect(below('/resources').sort()).toEqual(['icons', 'samples']);
    expect(files.filter((file) => /\.(ts|tsx|map)$/.test(file))).toEqual([]);

    const names = files.flatMap((file) => /^\/node_modules\/((?:@[^/]+\/)?[^@/]+)$/.exec(file)?.[1] ?? []);
    const needed = await readProductionNames();
    expect(names.filter((name) => !needed.has(name))).toEqual([]);
    expect(names).toContain('node-llama-cpp');
  });

  // Catches native code that the system cannot load, because it lies inside the archive or is made for another machine.
  test('keeps native code outside the archive, made for this system only', async () => {
    const inArchive = listPackage(path.join(resources, 'app.asar'), { isPack: true });
    const packedNative = inArchive.filter((line) => line.startsWith('pack ') && isNativeName(line));
    expect(packedNative).toEqual([]);

    const outside = (await readdir(unpacked, { recursive: true })).filter(isNativeName);
    expect(outside).toEqual(
      expect.arrayContaining([
        'node_modules/better-sqlite3-multiple-ciphers/prebuilds/linux-x64.node',
        'node_modules/@node-llama-cpp/linux-x64/bins/linux-x64/llama-addon.node',
        'node_modules/@node-llama-cpp/linux-x64-vulkan/bins/linux-x64-vulkan/llama-addon.node',
      ]),
    );
    const machines = new Set(
      await Promise.all(outside.map((file) => readMachine(path.join(unpacked, file)))),
    );
    expect([...machines]).toEqual(['ELF x64']);
    expect((await readdir(path.join(unpacked, 'node_modules/@node-llama-cpp'))).sort()).toEqual([
      'linux-x64',
      'linux-x64-vulkan',
    ]);
  });

  test('keeps the main process, the page and its bridge inside the archive, where they are checked', async () => {
    expect((await readdir(path.join(unpacked, 'dist'))).sort()).toEqual(['host', 'pdfjs', 'recognition']);
    expect(
      (await readdir(path.join(unpacked, 'dist/host'))).filter((name) => name.endsWith('.js')).sort(),
    ).toEqual(['engine.js', 'headless.js', 'parser.js', 'recogniser.js']);
  });

  test('stays within its size', async () => {
    const files = await readdir(resources, { recursive: true, withFileTypes: true });
    const sizes = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => stat(path.join(file.parentPath, file.name))),
    );
    const sizeBytes = sizes.reduce((sum, { size }) => sum + size, 0);
    expect(sizeBytes).toBeGreaterThan(20 * 1024 * 1024);
    expect(sizeBytes).toBeLessThan(maxSizeBytes);
  });

  // Catches an installed app that others can turn into a Node with our name, or load with other code.
  test('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(path.join(root, 'release/linux-unpacked/sotto'));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.ENABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    });
  });

  // Catches a package that the host, the parser or the engine needs and that was left out: all three do real work.
  test('reads a document and answers with a model, from the packed files alone', async () => {
    const dataFolder = path.join(root, 'data');
    const version = await sotto(['--version']);
    expect(version.trim()).toMatch(/^\d+\.\d+\.\d+$/);
    const listed = await sotto(['models', 'list', '--json', '--data-dir', dataFolder]);
    expect(JSON.parse(listed)).toEqual([]);
    const sample = path.join(unpacked, 'resources/samples/welcome.pdf');
    const read = await sotto(['read', sample, '--json', '--data-dir', dataFolder]);
    expect(JSON.parse(read)).toMatchObject({ title: 'A short guide to renting a flat', pages: 5 });

    // The recognition, its data and the canvas that pages are drawn on.
    const scan = path.join(root, 'scan.pdf');
    await writeFile(scan, await makePrintedPdf([{ lines: ['THE HARBOUR OPENS IN MARCH'] }]));
    const seen = JSON.parse(await sotto(['read', scan, '--json', '--data-dir', dataFolder]));
    expect(seen.blocks[0]?.text).toBe('THE HARBOUR OPENS IN MARCH');

    const model = makeScriptedModel({
      path: path.join(root, 'voice.gguf'),
      text: 'the packed engine answers',
    });
    const said = await sotto(['chat', '--model', model.path, '--data-dir', dataFolder], 'hello\n');
    expect(said).toContain('the packed engine answers');
  });
});

/** The packages that are installed without the development's, by the lockfile. */
async function readProductionNames(): Promise<Set<string>> {
  const schema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });
  const { packages } = schema.parse(
    JSON.parse(await readFile(path.join(repository, 'package-lock.json'), 'utf8')),
  );
  const production = Object.entries(packages).filter(([, { dev }]) => !dev);
  return new Set(
    production.map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  );
}

function sotto(parameters: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const entry = path.join(unpacked, 'dist/host/headless.js');
    // Away from the repository, so that nothing is found in its node_modules.
    const child = spawn(process.execPath, [entry, ...parameters], {
      cwd: root,
      env: { ...process.env, NODE_PATH: '' },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.on('close', (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`${code}: ${stdout}${stderr}`)),
    );
    child.stdin.end(input);
  });
}

function isNativeName(file: string): boolean {
  return /\.(node|dll|dylib|exe)$|\.so(\.\d+)*$/.test(file);
}

/** By the file's own header, whatever its name says. */
async function readMachine(file: string): Promise<string> {
  const opened = await open(file);
  const { buffer } = await opened.read(Buffer.alloc(20), 0, 20, 0);
  await opened.close();
  if (buffer.readUInt32BE(0) !== 0x7f454c46) return `no ELF: ${file}`;
  const machine = buffer.readUInt16LE(18);
  return machine === 0x3e ? 'ELF x64' : `ELF machine ${machine}: ${file}`;
}
