import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeTextPdf } from '../support/documents/textPdf.ts';
import { distinctWords } from '../support/models/scriptedModel.ts';
import { addDocument, addModel, answers, ask, skipFirstRun } from './actions.ts';
import { expect, test } from './sotto.ts';

const rules = [
  'Swimming is allowed between sunrise and sunset.',
  'The boathouse closes in November and opens again in March.',
  'Dogs must be kept on a lead along the whole shore.',
  'Anyone who catches a pike longer than ninety centimetres has to release it.',
];
/** Long enough for several sections, each page about something of its own. */
const lakePages = rules.map((rule, index) =>
  [
    `Part ${index + 1}`,
    rule,
    ...Array.from(
      { length: 14 },
      (_, line) =>
        `Paragraph ${line + 1} of part ${index + 1} explains at some length how the lake is looked after by its members.`,
    ),
  ].join('\n\n'),
);

test('a PDF is summarised by the model from its first section to its last, and stays after a restart', async ({
  sotto,
}) => {
  const { page } = sotto;
  const file = path.join(sotto.filesFolder, 'lake.pdf');
  await makeTextPdf({ path: file, title: 'Rules of the lake', pages: lakePages });
  await skipFirstRun(page);
  await addModel(sotto, { text: 'Members look after this lake together.' });
  await addDocument(page, file);
  await page.getByRole('button', { name: 'Summarise', exact: true }).click();

  const summary = page.getByRole('region', { name: 'Summary of the whole document' });
  await expect(summary.getByText(/^(\d+) of \1 sections read/)).toBeVisible();
  await expect(summary.getByText('Members look after this lake together.').first()).toBeVisible();
  await expect(summary.getByRole('button', { name: /Open pages? 1/ }).first()).toBeVisible();
  await expect(summary.getByRole('button', { name: /Open pages? (\d to )?4/ }).first()).toBeVisible();

  const again = await sotto.restart();
  await again.getByRole('link', { name: 'Rules of the lake' }).click();
  await expect(again.getByText(/^(\d+) of \1 sections read/)).toBeVisible();
});

test('a summary that is paused goes on where it stopped after a restart', async ({ sotto }) => {
  const { page } = sotto;
  const file = path.join(sotto.filesFolder, 'lake.pdf');
  await makeTextPdf({ path: file, title: 'Rules of the lake', pages: [1, 2, 3, 4].flatMap(() => lakePages) });
  await skipFirstRun(page);
  // More sections than are read at once, and notes that take a moment.
  await addModel(sotto, { text: `${distinctWords(30).join(' ')}.`, slowness: 100 });
  await addDocument(page, file);
  await page.getByRole('button', { name: 'Summarise', exact: true }).click();
  const summary = page.getByRole('region', { name: 'Summary of the whole document' });
  await expect(summary.getByText(/^[1-9]\d* of \d+ sections/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  const resume = page.getByRole('button', { name: /Resume|Go on/ });
  await expect(resume).toBeVisible();

  const again = await sotto.restart();
  await again.getByRole('link', { name: 'Rules of the lake' }).click();
  await expect(again.getByRole('img', { name: /^[1-9]\d* of \d+ sections read/ })).toBeVisible();
  await again.getByRole('button', { name: /Resume|Go on/ }).click();
  await expect(again.getByText(/^(\d+) of \1 sections read/)).toBeVisible({ timeout: 60_000 });
});

test('an answer cites the page it comes from, opens it with the passage marked, and shows all that was read', async ({
  sotto,
}) => {
  const { page } = sotto;
  const file = path.join(sotto.filesFolder, 'lake.pdf');
  await makeTextPdf({ path: file, title: 'Rules of the lake', pages: lakePages });
  await skipFirstRun(page);
  await addModel(sotto, { text: 'Keep your dog on a lead [1, 2, 3, 4, 5, 6, 7, 8].' });
  await addDocument(page, file);
  await page.getByRole('button', { name: 'Ask about it' }).click();
  await ask(page, 'What about dogs?');
  await answers(page)
    .getByRole('button', { name: /Source \d: Rules of the lake, pages? (2\D+)?3$/ })
    .first()
    .click();
  const source = page.getByRole('region', { name: 'Source' });
  await expect(source.locator('mark').filter({ hasText: 'Dogs must be kept on a lead' })).toBeVisible();

  await page.getByRole('button', { name: 'What the model read' }).click();
  for (const rule of rules) await expect(answers(page)).toContainText(rule);
});

test('without a model a question is answered with the best passages', async ({ sotto }) => {
  const { page } = sotto;
  const file = path.join(sotto.filesFolder, 'lake.pdf');
  await makeTextPdf({ path: file, title: 'Rules of the lake', pages: rules });
  await skipFirstRun(page);
  await addDocument(page, file);
  await page.getByRole('button', { name: 'Ask about it' }).click();
  await ask(page, 'When does the boathouse open?');
  await expect(answers(page)).toContainText('The boathouse closes in November and opens again in March.');
});

test('a file that cannot be read is named with the reason, and nothing of it stays', async ({ sotto }) => {
  const { page } = sotto;
  const file = path.join(sotto.filesFolder, 'broken.pdf');
  writeFileSync(file, '%PDF-1.7\nthis is no PDF at all');
  await skipFirstRun(page);
  await addDocument(page, file);
  await expect(page.getByText(/broken\.pdf.*damaged/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Documents', exact: true }).getByRole('listitem')).toHaveCount(
    0,
  );
});

test('a removed document is gone from the library and from search', async ({ sotto }) => {
  const { page } = sotto;
  const file = path.join(sotto.filesFolder, 'lake.pdf');
  await makeTextPdf({ path: file, title: 'Rules of the lake', pages: rules });
  await skipFirstRun(page);
  await addDocument(page, file);
  await expect(page.getByRole('list', { name: 'Key sentences' })).toBeVisible();
  const search = page.getByRole('combobox', { name: 'Search everything' });
  await page.keyboard.press('ControlOrMeta+k');
  await search.fill('pike');
  await expect(page.getByRole('listbox', { name: 'Results' })).toContainText('ninety centimetres');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Remove/ })
    .click();
  await page.keyboard.press('ControlOrMeta+k');
  await search.fill('pike');
  await expect(page.getByRole('listbox', { name: 'Results' }).getByRole('option')).toHaveCount(0);
});
