import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findElectronBinary, findObstacle } from '../../electron/cli/electronBinary.ts';
import { findBrowser } from '../support/browser.ts';
import type { SottoOptions } from './sotto.ts';

const results = path.resolve(import.meta.dirname, '../../test-results');

const executablePath = findBrowser();
const electronObstacle =
  findElectronBinary() === null
    ? "Electron's program is not here"
    : findObstacle({
        platform: process.platform,
        environment: process.env,
        userId: process.getuid?.() ?? null,
      });
if (electronObstacle !== null && process.env.TEST_WORKER_INDEX === undefined) {
  console.error(`Not run in Electron: ${electronObstacle}. Everything runs in Chromium.`);
}

export default defineConfig<SottoOptions>({
  testDir: import.meta.dirname,
  outputDir: path.join(results, 'e2e'),
  // Each test runs an engine of its own; two at a time on a small machine starve each other.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: path.join(results, 'playwright.json') }]],
  use: {
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    // Unset, Playwright looks for its own download and names the command that fetches it.
    launchOptions: executablePath === null ? {} : { executablePath },
  },
  projects: [
    { name: 'chromium', use: { surface: 'browser' } },
    ...(electronObstacle === null ? [{ name: 'electron', use: { surface: 'desktop' as const } }] : []),
  ],
});
