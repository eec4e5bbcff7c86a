import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { openInBrowser } from '../e2e/host.ts';
import { findBrowser } from './browser.ts';
import { makeTextPdf } from './documents/textPdf.ts';
import { makeScriptedModel } from './models/scriptedModel.ts';
import { invoiceAnswer, invoiceSource } from './screenshots/invoice.ts';
import { leaseAnswer, leasePages, leaseQuestion } from './screenshots/lease.ts';
import { reportPages, reportPoints } from './screenshots/report.ts';

/** Takes README's pictures from the built app: `vite build && node tests/support/screenshots.ts`. */
const target = path.resolve(import.meta.dirname, '../../resources/screenshots');
const maxBytes = 300_000;
const modelName = 'Scripted';
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' };
const tablet: BrowserContextOptions = {
  viewport: { width: 820, height: 1180 },
  colorScheme: 'dark',
  hasTouch: true,
};

interface Workplace {
  readonly root: string;
  readonly dataFolder: string;
  readonly browser: Browser;
}

await mkdir(target, { recursive: true });
const root = await mkdtemp(path.join(tmpdir(), 'sotto-screenshots-'));
const executablePath = findBrowser();
const browser = await chromium.launch(executablePath === null ? {} : { executablePath });
const workplace: Workplace = { root, dataFolder: path.join(root, 'data'), browser };
try {
  await takeFirstRun(workplace);
  await takeSummary(workplace);
  await takeChat(workplace);
  await takeCode(workplace);
} finally {
  await browser.close();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
}

async function takeFirstRun(at: Workplace): Promise<void> {
  await using sotto = await open(at, desktop);
  await sotto.page.getByRole('button', { name: 'Not now' }).waitFor();
  await take(sotto.page, 'first-run');
  await sotto.page.getByRole('button', { name: 'Not now' }).click();
  await addModel(at, sotto.page);
  for (const [fileName, title, pages] of [
    ['lease-agreement.pdf', 'Lease agreement', leasePages],
    ['annual-report-2025.pdf', 'Annual report 2025', reportPages],
  ] as const) {
    const file = path.join(at.root, fileName);
    await makeTextPdf({ path: file, title, pages });
    await show(sotto.page, /^(All documents|Documents)$/);
    await choose(sotto.page, /^(Choose files|Add a file)$/, file);
    await sotto.page.getByRole('heading', { name: title }).waitFor();
  }
}

/** A scripted model always says the same, so another takes its place before each part of the document. */
async function takeSummary(at: Workplace): Promise<void> {
  for (const [index, text] of reportPoints.entries()) {
    const isLast = index === reportPoints.length - 1;
    await putModel(at, { text, contextTokens: 608, slowness: 60 });
    await using sotto = await open(at, desktop);
    const { page } = sotto;
    await page.getByRole('link', { name: 'Annual report 2025' }).first().click();
    await page.getByRole('button', { name: index === 0 ? 'Summarise' : 'Resume', exact: true }).click();
    if (isLast) {
      await page.getByText(/left$/).waitFor({ timeout: 120_000 });
      await take(page, 'summary-light');
    } else {
      await page.locator('.summaryPoint').nth(index).waitFor({ timeout: 120_000 });
    }
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
  }
}

async function takeChat(at: Workplace): Promise<void> {
  await putModel(at, { text: leaseAnswer({ notice: 3, deposit: 4 }), slowness: 200 });
  {
    await using sotto = await open(at, desktop);
    const { page } = sotto;
    await page.getByRole('link', { name: 'Lease agreement' }).first().click();
    await page.getByRole('button', { name: 'Ask about it' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill(leaseQuestion);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy', exact: true }).waitFor();
    await openFirstSource(page);
    await take(page, 'chat-light');
  }
  await using sotto = await open(at, tablet);
  const { page } = sotto;
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Chats' }).click();
  await page.getByRole('link', { name: /How much notice/ }).click();
  await openFirstSource(page);
  await take(page, 'chat-tablet-dark');
}

async function takeCode(at: Workplace): Promise<void> {
  await putModel(at, { text: invoiceAnswer });
  await using sotto = await open(at, { ...desktop, colorScheme: 'dark' });
  const { page } = sotto;
  await show(page, 'Code');
  await page.getByRole('textbox', { name: 'File name' }).fill('invoice.ts');
  await page.getByRole('textbox', { name: 'Source' }).fill(invoiceSource);
  await page.getByRole('radio', { name: 'Fix' }).check({ force: true });
  await page.getByRole('button', { name: 'Fix', exact: true }).click();
  await page.getByRole('button', { name: /^Accept/ }).waitFor();
  await take(page, 'code-dark');
}

async function openFirstSource(page: Page): Promise<void> {
  await page
    .getByRole('article', { name: 'Answer' })
    .getByRole('button', { name: /^Source \d/ })
    .first()
    .click();
  await page.getByRole('region', { name: 'Source' }).locator('mark').first().waitFor();
}

async function open({ dataFolder, browser: from }: Workplace, options: BrowserContextOptions) {
  const host = await openInBrowser({
    dataFolder,
    newContext: () => from.newContext({ ...options, reducedMotion: 'reduce' }),
  });
  return { page: host.page, [Symbol.asyncDispose]: () => host.close() };
}

async function show(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
}

async function choose(page: Page, button: string | RegExp, file: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).first().click();
  await (await choosing).setFiles(file);
}

async function addModel(at: Workplace, page: Page): Promise<void> {
  const file = path.join(at.root, 'scripted.gguf');
  makeScriptedModel({ path: file, name: modelName, text: reportPoints[0] ?? '' });
  await show(page, 'Models');
  await choose(page, 'Add a model file', file);
  await page.getByRole('list', { name: 'Models' }).getByRole('heading', { name: modelName }).waitFor();
}

async function putModel(
  at: Workplace,
  script: { text: string; slowness?: number; contextTokens?: number },
): Promise<void> {
  const names = await readdir(at.dataFolder, { recursive: true });
  const name = names.find((one) => one.endsWith('.gguf'));
  if (name === undefined) throw new Error('No model was added');
  const next = path.join(at.root, 'next.gguf');
  makeScriptedModel({ path: next, name: modelName, ...script });
  await rename(next, path.join(at.dataFolder, name));
}

async function take(page: Page, name: string): Promise<void> {
  const file = path.join(target, `${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(640, 790);
  await page.screenshot({ path: file, animations: 'disabled' });
  const { size } = await stat(file);
  if (size > maxBytes) throw new Error(`${name}.png takes ${size} bytes`);
}
