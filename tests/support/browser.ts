import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

/** A Chromium to test with: named by SOTTO_CHROMIUM, the system's own, or Playwright's download; null where there is none. */
export function findBrowser(): string | null {
  const named = process.env.SOTTO_CHROMIUM;
  if (named) return existsSync(named) ? named : null;
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) =>
      ['chromium', 'chromium-browser', 'google-chrome'].map((name) => path.join(folder, name)),
    );
  const installed = [
    ...onPath,
    chromium.executablePath(),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return installed.find((file) => existsSync(file)) ?? null;
}

/** Finds a browser, or installs one: Debian's for root on Debian, else Playwright's. Null where that fails too. */
export function ensureBrowser(): string | null {
  const found = findBrowser();
  if (found) return found;
  for (const [command, ...parameters] of installCommands()) {
    console.error(`No Chromium found. Running: ${[command, ...parameters].join(' ')}`);
    const run = spawnSync(command, parameters, {
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (run.status !== 0) return null;
  }
  return findBrowser();
}

export function describeInstall(): string {
  return installCommands()
    .map((command) => command.join(' '))
    .join(' && ');
}

function installCommands(): [string, ...string[]][] {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    return [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
    ];
  }
  return [['npx', 'playwright', 'install', 'chromium']];
}
