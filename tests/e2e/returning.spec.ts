import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openView, skipFirstRun } from './actions.ts';
import { expect, test } from './sotto.ts';

// Catches a list that begins at its top again, and documents that cannot be chosen because they are far down in it.
test('the documents are come back to where one was, and any of them is found by its name to be compared', async ({
  sotto,
}) => {
  const { page } = sotto;
  await page.setViewportSize({ width: 1000, height: 600 });
  const files = await Promise.all(
    Array.from({ length: 24 }, async (_, index) => {
      const file = path.join(sotto.filesFolder, `walk-${index}.md`);
      await writeFile(file, `# Walk ${index}\n\nOn walk ${index} the lake was calm.\n`);
      return file;
    }),
  );
  await skipFirstRun(page);
  await openView(page, /^(All documents|Documents)$/);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await choosing).setFiles(files);
  await expect(page.getByText('24 documents', { exact: true })).toBeVisible();

  const list = page.getByRole('list', { name: 'Documents', exact: true });
  const walk = (number: number) => list.getByRole('link', { name: new RegExp(`^Walk ${number} `) });
  // The newest come first.
  await walk(23).focus();
  await page.keyboard.press('End');
  await expect(walk(0)).toBeFocused();
  for (let up = 0; up < 8; up += 1) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Walk 8', exact: true })).toBeVisible();
  await page.goBack();
  await expect(walk(8)).toBeInViewport();
  await expect(walk(8)).toBeFocused();
  await expect(walk(23)).not.toBeInViewport();

  await page.keyboard.press('Home');
  await page.getByRole('link', { name: 'Compare two documents' }).click();
  for (const [side, number] of [
    ['First document', 3],
    ['Second document', 20],
  ] as const) {
    await page.getByRole('button', { name: side }).click();
    await page.keyboard.type(`walk-${number}.`);
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: new RegExp(`^Walk ${number} ?walk-${number}.md`) })
      .click();
  }
  await page.getByRole('button', { name: 'Compare at once, no model' }).click();
  await expect(page.getByRole('heading', { name: /Walk 3 .* Walk 20$/ })).toBeVisible();
});
