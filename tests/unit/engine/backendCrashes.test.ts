import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBackendCrashes } from '../../../electron/engine/backendCrashes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sotto-backends-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (version = '1.0.0') => createBackendCrashes({ path: path.join(folder, 'engine.json'), version });

test('a backend that crashed twice is remembered by the next start, one that crashed once is not', () => {
  const first = open();
  for (const backend of ['vulkan', 'cuda', 'vulkan']) first.note(backend);
  expect(first.excluded).toEqual(['vulkan']);
  expect(open().excluded).toEqual(['vulkan']);
});

test('the person, or another version of Sotto, starts anew', () => {
  const first = open();
  for (const backend of ['cuda', 'cuda']) first.note(backend);
  expect(open('1.0.1').excluded).toEqual([]);
  first.forget();
  expect(first.excluded).toEqual([]);
  expect(open().excluded).toEqual([]);
  // Catches a count that goes on where it stopped, so that the first crash after "Try again" excludes.
  first.note('cuda');
  expect(first.excluded).toEqual([]);
});

test.each(['', '{"excluded":', '{"version":"1.0.0","excluded":[1]}'])(
  'a file that holds %j is no memory',
  (text) => {
    writeFileSync(path.join(folder, 'engine.json'), text);
    const crashes = open();
    expect(crashes.excluded).toEqual([]);
    for (const backend of ['cuda', 'cuda']) crashes.note(backend);
    expect(open().excluded).toEqual(['cuda']);
  },
);
