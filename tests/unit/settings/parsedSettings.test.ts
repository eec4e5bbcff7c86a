import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDesktopSettings } from '../../../electron/desktop/desktopSettings.ts';
import { openFileSettings } from '../../../electron/settings/fileSettings.ts';
import { settingsSchema } from '../../../shared/contract/settings.ts';

// electron-store asks Electron where files go; here they go where we say.
vi.mock('electron', () => ({ default: {} }));

const defaults = settingsSchema.parse({});
let dataFolder = '';
beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'sotto-settings-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

const file = () => path.join(dataFolder, 'settings.json');
const keptCopies = () =>
  readdirSync(dataFolder)
    .filter((name) => name.startsWith('settings.broken-'))
    .map((name) => readFileSync(path.join(dataFolder, name), 'utf8'));

describe.each([
  ['a file', openFileSettings],
  ['electron-store', openDesktopSettings],
])('settings in %s', (_name, open) => {
  test('are the defaults at first, and what was written afterwards', () => {
    expect(open(dataFolder).read()).toEqual(defaults);
    const changed = { ...defaults, theme: 'dark' as const, temperature: 0.2 };
    expect(open(dataFolder).write(changed)).toEqual({ ok: true, value: null });
    expect(open(dataFolder).read()).toEqual(changed);
    expect(keptCopies()).toEqual([]);
  });

  // Catches an app that does not start, or silently forgets everything, after its settings file was damaged.
  test.each(['{"theme": "dark"', '', '\0\0\0'])('become the defaults when the file holds %j', (text) => {
    writeFileSync(file(), text);
    expect(open(dataFolder).read()).toEqual(defaults);
    expect(keptCopies()).toEqual([text]);
    expect(open(dataFolder).read()).toEqual(defaults);
    expect(keptCopies()).toEqual([text]);
  });

  // Catches one value of an older or newer version taking all others with it.
  test('keep every value that fits, and a copy of the file with those that do not', () => {
    const text = JSON.stringify({
      theme: 'dark',
      temperature: 99,
      contextTokens: 'much',
      summaryLength: 'long',
    });
    writeFileSync(file(), text);
    expect(open(dataFolder).read()).toEqual({ ...defaults, theme: 'dark', summaryLength: 'long' });
    expect(keptCopies()).toEqual([text]);
  });

  test('survive a file that is damaged while Sotto runs', () => {
    const store = open(dataFolder);
    store.write({ ...defaults, theme: 'dark' });
    writeFileSync(file(), '{"theme');
    expect(store.read()).toEqual(defaults);
    expect(keptCopies()).toEqual(['{"theme']);
    expect(store.write({ ...defaults, theme: 'light' })).toEqual({ ok: true, value: null });
    expect(store.read()).toEqual({ ...defaults, theme: 'light' });
  });
});

// Catches a desktop app and a terminal that do not see each other's settings in one data folder.
test('the terminal reads what the desktop app wrote', () => {
  openDesktopSettings(dataFolder).write({ ...defaults, instructions: 'Answer in French.' });
  expect(openFileSettings(dataFolder).read().instructions).toBe('Answer in French.');
});
