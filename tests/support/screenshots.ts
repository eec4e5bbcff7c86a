import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { z } from 'zod';
import { openKeyFile } from '../../electron/storage/keyFile.ts';
import { closeDatabase, openDatabase } from '../../electron/storage/openDatabase.ts';
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
  await takeComparison(workplace);
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

/** A scripted model always says the same, so what it wrote of each part is told apart by hand before it goes on. */
async function takeSummary(at: Workplace): Promise<void> {
  await putModel(at, { text: reportPoints[0] ?? '', contextTokens: 608, slowness: 60 });
  const openReport = async (page: Page, button: 'Summarise' | 'Resume') => {
    await page.getByRole('link', { name: 'Annual report 2025' }).first().click();
    await page.getByRole('button', { name: button, exact: true }).click();
  };
  {
    await using sotto = await open(at, desktop);
    const { page } = sotto;
    await openReport(page, 'Summarise');
    // Several sections are read at once, so points come together.
    await page.locator('.summaryPoint').nth(2).waitFor({ timeout: 240_000 });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
  }
  await retellPoints(at);
  await using sotto = await open(at, desktop);
  await openReport(sotto.page, 'Resume');
  await sotto.page.getByText(/left$/).waitFor({ timeout: 240_000 });
  await take(sotto.page, 'summary-light');
  await sotto.page.getByRole('button', { name: 'Pause' }).click();
  await sotto.page.getByRole('button', { name: 'Resume' }).waitFor();
}

/** Gives each point that is written the words a model of the world would have for it. */
async function retellPoints({ dataFolder }: Workplace): Promise<void> {
  const key = await openKeyFile({ dataFolder, environment: {} });
  if (!key.ok) throw new Error(JSON.stringify(key.error));
  const opened = openDatabase({ dataFolder, key: key.value });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const database = opened.value;
  const told = database
    .prepare('select max(level) as level, position from summary_steps group by position')
    .all();
  const steps = z.array(z.object({ level: z.int(), position: z.int() })).parse(told);
  for (const [index, { level, position }] of steps.entries())
    database
      .prepare('update summary_steps set text = ? where level = ? and position = ?')
      .run(reportPoints[index % reportPoints.length], level, position);
  closeDatabase({ database, dataFolder });
}

async function takeComparison(at: Workplace): Promise<void> {
  await using sotto = await open(at, desktop);
  const { page } = sotto;
  const file = path.join(at.root, 'lease-agreement-2026.pdf');
  const newer = leasePages.map((text) =>
    text.replace('940 euros', '990 euros').replace('six weeks', 'four weeks'),
  );
  await makeTextPdf({ path: file, title: 'Lease agreement 2026', pages: newer });
  await show(page, /^(All documents|Documents)$/);
  await choose(page, /^(Choose files|Add a file)$/, file);
  await page.getByRole('heading', { name: 'Lease agreement 2026' }).waitFor();
  await show(page, /^(All documents|Documents)$/);
  await page.getByRole('link', { name: 'Compare two documents' }).click();
  for (const [side, fileName] of [
    ['First document', 'lease-agreement.pdf'],
    ['Second document', 'lease-agreement-2026.pdf'],
  ] as const) {
    await page.getByRole('button', { name: side }).click();
    await page.getByRole('dialog').getByText(fileName, { exact: true }).click();
  }
  await page.getByRole('button', { name: 'Compare at once, no model' }).click();
  await page.getByRole('region', { name: 'Changes' }).waitFor();
  await take(page, 'compare-light');
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
