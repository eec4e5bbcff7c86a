import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerAppRequest } from '../../../electron/desktop/appScheme.ts';

let root = '';
let renderer = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'sotto-scheme-'));
  renderer = path.join(root, 'renderer');
  await mkdir(path.join(renderer, 'assets'), { recursive: true });
  await mkdir(path.join(root, 'renderer-old'));
  await writeFile(path.join(renderer, 'index.html'), '<!doctype html>');
  await writeFile(path.join(renderer, 'assets/main.js'), 'export {};');
  await writeFile(path.join(root, 'secret.txt'), 'secret');
  await writeFile(path.join(root, 'renderer-old/secret.txt'), 'secret');
  await symlink(path.join(root, 'secret.txt'), path.join(renderer, 'link.txt'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const get = (url: string) => answerAppRequest({ method: 'GET', url }, renderer);

// Catches a window without its content rules, or with one that lets the page open connections.
test('serves the page with rules that let it load its own files and connect nowhere', async () => {
  const response = await get('app://sotto/');
  expect(await response.text()).toBe('<!doctype html>');
  expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('Content-Security-Policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
      "connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

// Catches a script that Chromium refuses for its type.
test('serves scripts as scripts', async () => {
  const response = await get('app://sotto/assets/main.js');
  expect([response.status, response.headers.get('Content-Type')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
  ]);
});

// Catches paths that leave the folder: encoded dots, encoded slashes, a sibling with the same beginning, a link.
test.each([
  'app://sotto/..%2fsecret.txt',
  'app://sotto/%2e%2e/secret.txt',
  'app://sotto/..%2frenderer-old%2fsecret.txt',
  'app://sotto/..%5csecret.txt',
  'app://sotto/link.txt',
  'app://sotto/assets',
  'app://sotto/%00',
  'app://other/index.html',
])('does not serve %s', async (url) => {
  const response = await get(url);
  expect([response.status, await response.text()]).toEqual([404, '']);
});

test('refuses anything but reading', async () => {
  const response = await answerAppRequest({ method: 'POST', url: 'app://sotto/' }, renderer);
  expect(response.status).toBe(405);
});
