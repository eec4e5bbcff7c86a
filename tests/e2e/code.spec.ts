import { readFileSync } from 'node:fs';
import { addModel, openView, skipFirstRun } from './actions.ts';
import { expect, test } from './sotto.ts';

const source = 'export function add(a, b) {\n  return a - b;\n}\n';
const fixed = 'The sign was wrong.\n\n```js\nexport function add(a, b) {\n  return a + b;\n}\n```\n';

test('a fix comes back as a diff, and only accepting it gives the changed file', async ({ sotto }) => {
  const { page } = sotto;
  await skipFirstRun(page);
  await addModel(sotto, { text: fixed });
  await openView(page, 'Code');
  await page.getByRole('textbox', { name: 'File name' }).fill('add.js');
  await page.getByRole('textbox', { name: 'Source' }).fill(source);
  await page.getByRole('radio', { name: 'Fix' }).check({ force: true });
  await page.getByRole('button', { name: 'Fix', exact: true }).click();

  const changes = page.getByRole('region', { name: 'Changes' });
  await expect(changes).toContainText('return a - b;');
  await expect(changes).toContainText('return a + b;');
  await page.getByRole('button', { name: /^Accept/ }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download file' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('add.js');
  expect(readFileSync(await download.path(), 'utf8')).toBe(source.replace('a - b', 'a + b'));
});
