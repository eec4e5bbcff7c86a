import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { makeTextPdf } from '../support/documents/textPdf.ts';
import { addDocument, addModel, answers, ask, openView, skipFirstRun } from './actions.ts';
import { expect, test } from './sotto.ts';

const desktop = { width: 1280, height: 800 };
/** Colours do not depend on the size: each scheme and each size is seen, not each pair of them. */
const looks = [
  { name: 'desktop', size: desktop, colorScheme: 'light' },
  { name: 'desktop', size: desktop, colorScheme: 'dark' },
  { name: 'tablet', size: { width: 820, height: 1180 }, colorScheme: 'dark' },
  { name: 'phone', size: { width: 390, height: 844 }, colorScheme: 'light' },
] as const;

/** In every size and colour scheme: no accessibility violation, and nothing sticks out sideways. */
async function expectUsable(page: Page, screen: string): Promise<void> {
  for (const { name, size, colorScheme } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(found, `${screen}, ${name}, ${colorScheme}`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${screen}, ${name} scrolls sideways`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(desktop);
}

test('every screen can be used by everyone, at every size, in light and dark', async ({ sotto }) => {
  test.setTimeout(240_000);
  const { page } = sotto;
  await expectUsable(page, 'first run');
  await skipFirstRun(page);
  await expectUsable(page, 'empty chat');
  await addModel(sotto, { text: 'Keep your dog on a lead [1].\n\n```js\nconst lead = true;\n```\n' });
  await expectUsable(page, 'models');

  const file = path.join(sotto.filesFolder, 'lake.pdf');
  await makeTextPdf({ path: file, title: 'Rules of the lake', pages: ['Dogs must be kept on a lead.'] });
  await addDocument(page, file);
  await page.getByRole('button', { name: 'Summarise', exact: true }).click();
  await expect(page.getByText(/sections? read/).first()).toBeVisible();
  await expectUsable(page, 'document');

  await page.getByRole('button', { name: 'Ask about it' }).click();
  await ask(page, 'What about dogs?');
  await answers(page)
    .getByRole('button', { name: /Source 1/ })
    .click();
  await expectUsable(page, 'answer with its source');
  await page.getByRole('button', { name: 'Close source' }).click();

  await openView(page, 'Code');
  await expectUsable(page, 'code');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText('How words are chosen').click();
  await expectUsable(page, 'settings');
});

test('someone without a mouse can ask, read the source and come back', async ({ sotto }) => {
  const { page } = sotto;
  await page.getByRole('button', { name: 'Try it now with a sample document' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Key sentences' })).toBeVisible();
  await page.getByRole('button', { name: 'Ask about it' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('What about the deposit?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Again' })).toBeVisible();
  const source = answers(page)
    .getByRole('button', { name: /^Source/ })
    .first();
  await source.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Source' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Source' })).toBeHidden();
  await expect(source).toBeFocused();
});
