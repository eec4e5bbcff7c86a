import path from 'node:path';
import { expect, test } from 'vitest';
import { locateBuiltFiles } from '../../../electron/desktop/builtFiles.ts';
import { chooseDataFolder } from '../../../electron/desktop/dataFolder.ts';

const systemFolder = path.resolve('/home/a/.config/Sotto');
const choose = (parameters: string[], environment: Record<string, string>) =>
  chooseDataFolder({ parameters, environment, systemFolder });

test('the command line names the data folder before the environment, and that before the system', () => {
  const environment = { SOTTO_DATA_DIR: '/env' };
  expect(choose(['.', '--data-dir', '/given'], environment)).toBe(path.resolve('/given'));
  expect(choose(['--data-dir=/given=1'], environment)).toBe(path.resolve('/given=1'));
  expect(choose(['.'], environment)).toBe(path.resolve('/env'));
  expect(choose([], { SOTTO_DATA_DIR: '' })).toBe(systemFolder);
  expect(choose(['--data-dir'], {})).toBe(systemFolder);
});

// Catches children started from inside the archive, where no native module can be loaded.
test('children and what they read lie beside the archive, the page and its bridge inside', () => {
  const root = path.join('/opt', 'Sotto', 'resources');
  expect(locateBuiltFiles(path.join(root, 'app.asar/dist/host'))).toEqual({
    rendererFolder: path.join(root, 'app.asar/dist/renderer'),
    preloadPath: path.join(root, 'app.asar/dist/preload/preload.cjs'),
    engineEntryPath: path.join(root, 'app.asar.unpacked/dist/host/engine.js'),
    parserEntryPath: path.join(root, 'app.asar.unpacked/dist/host/parser.js'),
    resourcesFolder: path.join(root, 'app.asar.unpacked/resources'),
  });
});

test('without an archive everything lies where it was built', () => {
  expect(locateBuiltFiles(path.join('/src', 'sotto', 'dist', 'host')).engineEntryPath).toBe(
    path.join('/src', 'sotto', 'dist', 'host', 'engine.js'),
  );
});
