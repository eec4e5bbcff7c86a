import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { addDocument, openView, skipFirstRun } from './actions.ts';
import { expect, test } from './sotto.ts';

test('a collection is made, filled, searched by keyboard with a slip, and asked in', async ({ sotto }) => {
  const { page } = sotto;
  const rules = path.join(sotto.filesFolder, 'rules.md');
  await writeFile(rules, '# Rules of the lake\n\n## Boats\n\nEvery boat needs a permission of the ranger.');
  await skipFirstRun(page);
  await addDocument(page, rules);
  await expect(page.getByRole('heading', { name: 'Rules of the lake' })).toBeVisible();

  await openView(page, /^(All documents|Documents)$/);
  await page.getByRole('button', { name: 'New collection' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Outdoors');
  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog')
    .getByRole('checkbox', { name: /Rules of the lake/ })
    .check();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'Outdoors 1', pressed: true })).toBeVisible();

  await page.keyboard.press('ControlOrMeta+k');
  const field = page.getByRole('combobox', { name: 'Search everything' });
  await page.getByRole('combobox', { name: 'Collection' }).selectOption('Outdoors');
  await field.fill('rangr');
  const results = page.getByRole('listbox', { name: 'Results' });
  await expect(page.getByText('Also looked for: ranger')).toBeVisible();
  await expect(results.locator('mark')).toHaveText('ranger');
  const seen = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(seen.violations.map(({ id, nodes }) => ({ id, html: nodes[0]?.html }))).toEqual([]);
  await field.press('Enter');
  await expect(
    page.getByRole('region', { name: 'Source' }).locator('mark').filter({ hasText: 'ranger' }),
  ).toBeVisible();

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ask in it' }).click();
  await expect(page.getByRole('button', { name: 'Do not ask in Outdoors' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Message' }).fill('Who needs a permission?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article', { name: 'Answer' })).toContainText('Every boat needs a permission');
});
