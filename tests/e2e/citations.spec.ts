import path from 'node:path';
import { makeTextPdf } from '../support/documents/textPdf.ts';
import { addDocument, addModel, answers, ask, skipFirstRun } from './actions.ts';
import { expect, test } from './sotto.ts';

const pages = [
  'Swimming is allowed between sunrise and sunset.',
  'The boathouse opens in March. The fee is 120 euros a year.',
];

// Catches an invented number passing as cited, marks that a restart loses, and a PDF that is shown without its marks.
test('a sentence that its source does not support is marked, says why, and opens the printed page', async ({
  sotto,
}) => {
  const { page } = sotto;
  const file = path.join(sotto.filesFolder, 'lake.pdf');
  await makeTextPdf({ path: file, title: 'Rules of the lake', pages });
  await skipFirstRun(page);
  await addModel(sotto, {
    text: 'The boathouse opens in March [1]. The fee is 150 euros a year [1]. See also [9].',
  });
  await addDocument(page, file);
  await page.getByRole('button', { name: 'Ask about it' }).click();
  await ask(page, 'What about the boathouse?');
  await expect(answers(page)).toContainText('3 sentences: 1 supported, 2 not supported');

  const again = await sotto.restart();
  await again.getByRole('link', { name: 'What about the boathouse?' }).first().click();
  await expect(answers(again).getByRole('button', { name: 'There is no source 9' })).toBeVisible();
  await answers(again).getByRole('button', { name: 'Not supported by source 1' }).click();
  await expect(again.getByRole('note')).toContainText('“150” does not stand in source 1.');
  await again.getByRole('button', { name: 'Open source 1' }).click();

  const source = again.getByRole('region', { name: 'Source' });
  await expect(source.getByRole('img', { name: 'Page 2' })).toBeVisible();
  await expect(source.locator('mark').filter({ hasText: 'The fee is 120 euros a year.' })).toBeVisible();
  await source.getByRole('button', { name: 'Larger' }).click();
  await expect(source.getByText('125 %')).toBeVisible();
  await source.getByRole('button', { name: 'Show as text' }).click();
  await expect(source.locator('mark').filter({ hasText: 'The fee is 120 euros a year.' })).toBeVisible();
});
