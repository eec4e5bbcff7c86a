import { expect, test } from 'vitest';
import { placeWindow } from '../../../electron/desktop/windowBounds.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const middle = { bounds: { x: 320, y: 120, width: 1280, height: 840 }, isMaximized: false };

test('opens in the middle of the main screen the first time', () => {
  expect(placeWindow(undefined, [screen, second])).toEqual(middle);
});

test('opens where it was, also on another screen', () => {
  const saved = { bounds: { x: 2000, y: 40, width: 900, height: 700 }, isMaximized: true };
  expect(placeWindow(saved, [screen, second])).toEqual(saved);
});

// Catches a window that cannot be reached after a screen was unplugged or its title bar left the top.
test.each([
  { x: 2000, y: 40, width: 900, height: 700 },
  { x: -880, y: 40, width: 900, height: 700 },
  { x: 100, y: -300, width: 900, height: 700 },
  { x: 100, y: 1070, width: 900, height: 700 },
])('opens in the middle when it would be out of reach at %o', (bounds) => {
  expect(placeWindow({ bounds, isMaximized: false }, [screen])).toEqual(middle);
});

// Catches a crash on a file that a person or another version wrote.
test.each([null, 'x', { bounds: { x: 'a' } }])('opens in the middle when what was saved is %o', (saved) => {
  expect(placeWindow(saved, [screen])).toEqual(middle);
});

test('fits a small screen, and grows a window that is too small to use', () => {
  const tablet = { x: 0, y: 20, width: 820, height: 700 };
  expect(placeWindow(undefined, [tablet]).bounds).toEqual(tablet);
  const tiny = { bounds: { x: 5, y: 30, width: 130, height: 60 }, isMaximized: false };
  expect(placeWindow(tiny, [tablet]).bounds).toEqual({ x: 5, y: 30, width: 380, height: 480 });
});
