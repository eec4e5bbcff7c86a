import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { type Host, openInBrowser, openOnDesktop } from './host.ts';

export { expect };

export interface SottoOptions {
  /** The same tests run in Chromium over the loopback host and, where its program is, in Electron. */
  readonly surface: 'browser' | 'desktop';
}

/** A running Sotto with a data folder of its own. */
export interface Sotto {
  readonly page: Page;
  readonly surface: SottoOptions['surface'];
  readonly dataFolder: string;
  /** An empty folder for files the test makes. */
  readonly filesFolder: string;
  /** What the host of a browser window takes for Linux's `/sys`: empty, so that no battery here slows a test down. */
  readonly systemFolder: string;
  /** Ends Sotto as the person would and opens it again on the same data. */
  restart(): Promise<Page>;
  /** Ends the engine's process as a crash would (SIGKILL). */
  killEngine(): Promise<void>;
}

interface Fixtures {
  readonly sotto: Sotto;
}

export const test = base.extend<Fixtures & SottoOptions>({
  surface: ['browser', { option: true }],

  sotto: async ({ surface, browser }, use) => {
    const root = await mkdtemp(path.join(tmpdir(), 'sotto-e2e-'));
    const dataFolder = path.join(root, 'data');
    const filesFolder = await mkdtemp(path.join(root, 'files-'));
    const systemFolder = await mkdtemp(path.join(root, 'sys-'));
    const problems: string[] = [];
    const open = async () => {
      const opened =
        surface === 'desktop'
          ? await openOnDesktop(dataFolder)
          : await openInBrowser({ dataFolder, systemFolder, newContext: () => browser.newContext() });
      watch(opened, problems);
      return opened;
    };

    let host = await open();
    await use({
      get page() {
        return host.page;
      },
      surface,
      dataFolder,
      filesFolder,
      systemFolder,
      async restart() {
        await host.close();
        host = await open();
        return host.page;
      },
      killEngine: () => host.killEngine(),
    });
    await host.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
    expect(problems).toEqual([]);
  },

  page: async ({ sotto }, use) => use(sotto.page),
});

/** Whatever a test does, the page throws nothing, breaks no content rule and asks for nothing beyond its own host. */
function watch({ page, context, origin }: Host, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('blob:')) problems.push(`asked for ${url}`);
  });
}
