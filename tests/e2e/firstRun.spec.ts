import { expect, test } from './sotto.ts';

test('someone new reads the key sentences of a sample, opens a page, and finds it all after a restart', async ({
  sotto,
}) => {
  const { page } = sotto;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'An assistant that never leaves this device.',
  );
  await page.getByRole('button', { name: 'Try it now with a sample document' }).click();

  const sentences = page.getByRole('list', { name: 'Key sentences' }).getByRole('listitem');
  await expect(sentences).not.toHaveCount(0);
  const last = sentences.last();
  const sentence = (await last.innerText()).replace(/\s*p\. \d+\s*$/, '').trim();
  await last.getByRole('button', { name: 'Open page 5' }).click();
  const source = page.getByRole('region', { name: 'Source' });
  // On a printed page every line of the sentence is marked by itself.
  await expect
    .poll(async () => (await source.locator('mark').allInnerTexts()).join(' ').replaceAll(/\s+/g, ' '))
    .toBe(sentence);

  const again = await sotto.restart();
  await expect(again.getByRole('link', { name: 'A short guide to renting a flat' })).toBeVisible();
  await expect(again.getByRole('button', { name: 'Try it now with a sample document' })).toBeHidden();
});

test('the counter shows that no connection was made, and opens the log', async ({ page }) => {
  await page.getByRole('button', { name: 'Not now' }).click();
  await page.getByRole('button', { name: /0 connections/ }).click();
  await expect(page.getByRole('dialog')).toContainText('No connection');
});
