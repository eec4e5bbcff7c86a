import path from 'node:path';
import { makeTextPdf } from '../support/documents/textPdf.ts';
import { putFiles } from '../support/systemFiles.ts';
import { addDocument, addModel, answers, ask, openView, skipFirstRun } from './actions.ts';
import { expect, type Sotto, test } from './sotto.ts';

const pages = Array.from(
  { length: 12 },
  (_, index) => `Rule ${index + 1} of the lake. ${'Boats are moored at the pier before sunset. '.repeat(12)}`,
);

const battery = (status: 'Discharging' | 'Charging') => ({
  class: { power_supply: { BAT0: { type: 'Battery', status } } },
});

test.skip(({ surface }) => surface === 'desktop', 'Electron tells of the computer the test runs on');

/** A summary that is begun while the computer runs on its battery. */
async function summariseOnBattery(sotto: Sotto) {
  const { page } = sotto;
  putFiles(sotto.systemFolder, battery('Discharging'));
  const file = path.join(sotto.filesFolder, 'lake.pdf');
  await makeTextPdf({ path: file, title: 'Rules of the lake', pages });
  await skipFirstRun(page);
  await addModel(sotto, { text: 'Members look after this lake together.' });
  await addDocument(page, file);
  await page.getByRole('button', { name: 'Summarise', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Paused to save power' })).toBeVisible();
  await expect(page.getByText('Paused while on battery.')).toBeVisible();
}

const whole = /^(\d+) of \1 sections read/;

test('a summary waits while the computer runs on battery, questions do not, and it goes on when plugged in', async ({
  sotto,
}) => {
  const { page } = sotto;
  await summariseOnBattery(sotto);
  await page.getByRole('button', { name: /New chat/ }).click();
  await ask(page, 'Who looks after the lake?');
  await expect(answers(page)).toContainText('Members look after this lake together.');
  await openView(page, 'Models');
  const engine = page.getByRole('region', { name: 'Engine' });
  await expect(engine.getByText('Background work paused on battery')).toBeVisible();
  await expect(engine.getByText(/^\d+ texts?, paused$/)).toBeVisible();

  putFiles(sotto.systemFolder, battery('Charging'));
  await expect(engine.getByText('Full speed')).toBeVisible();
  await page.getByRole('link', { name: 'Rules of the lake' }).click();
  await expect(page.getByText(whole)).toBeVisible({ timeout: 60_000 });
});

test('“Continue anyway” lets it go on, and the setting keeps it from being paused', async ({ sotto }) => {
  const { page } = sotto;
  await summariseOnBattery(sotto);
  await page.getByRole('button', { name: 'Continue anyway' }).click();
  await expect(page.getByText(whole)).toBeVisible({ timeout: 60_000 });

  const again = await sotto.restart();
  await openView(again, 'Models');
  await again.getByRole('button', { name: /Load now/ }).click();
  const engine = again.getByRole('region', { name: 'Engine' });
  await expect(engine.getByText('Background work paused on battery')).toBeVisible();
  await again.getByRole('link', { name: 'Settings' }).first().click();
  const choice = again.getByRole('group', { name: 'On battery, in power saver or when hot' });
  await choice.getByRole('radio', { name: 'As usual' }).click();
  await expect(choice.getByRole('radio', { name: 'As usual' })).toBeChecked();
  await openView(again, 'Models');
  await expect(engine.getByText('Full speed')).toBeVisible();
});
