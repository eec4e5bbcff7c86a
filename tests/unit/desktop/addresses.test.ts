import { expect, test } from 'vitest';
import { isOwnAddress, isOwnFrame, readOpenableLink } from '../../../electron/desktop/addresses.ts';

// Catches a prefix check that another host can satisfy.
test.each([
  ['app://sotto/', true],
  ['app://sotto/assets/main.js', true],
  ['blob:app://sotto/0d2e', true],
  ['app://sotto.example/', false],
  ['app://other/', false],
  ['https://example.org/', false],
  ['file:///etc/passwd', false],
  ['data:text/html,hello', false],
  ['javascript:alert(1)', false],
  ['about:blank', false],
])('%s is an own address: %s', (address, isOwn) => {
  expect(isOwnAddress(address)).toBe(isOwn);
});

// Catches links that would start a program, or that show one host and go to another.
test.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['http://example.org/', null],
  ['https://bank.example@evil.example/', null],
  ['file:///etc/passwd', null],
  ['mailto:someone@example.org', null],
  ['smb://server/share', null],
  ['not an address', null],
])('a click on %s may open %s', (address, opened) => {
  expect(readOpenableLink(address)?.href ?? null).toBe(opened);
});

// Catches an embedded frame or a foreign page that speaks to the host.
test('only the top frame of the own page is trusted', () => {
  const page = { url: 'app://sotto/', parent: null };
  expect(isOwnFrame(page)).toBe(true);
  expect(isOwnFrame({ url: 'app://sotto/', parent: page })).toBe(false);
  expect(isOwnFrame({ url: 'https://example.org/', parent: null })).toBe(false);
});
