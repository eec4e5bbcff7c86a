import { distinctWords } from '../support/models/scriptedModel.ts';
import { addModel, answers, ask, skipFirstRun } from './actions.ts';
import { expect, test } from './sotto.ts';

const speech =
  'One day the river rose above its banks, and every house along Mill Lane stood in water. Nobody had expected so much rain during autumn.';
/** Long and slow enough to be stopped or killed in the middle, whatever the machine. */
const longWords = distinctWords(400);
const longSpeech = longWords.join(' ');
const early = longWords[5] ?? '';
const late = longWords[399] ?? '';

test('an answer streams, is stored, and its versions can be leafed through after a restart', async ({
  sotto,
}) => {
  const { page } = sotto;
  await skipFirstRun(page);
  await addModel(sotto, { text: speech });
  await page.getByRole('button', { name: 'New chat' }).click();
  await ask(page, 'Tell me a story');
  await expect(answers(page)).toContainText(speech);
  await expect(page.getByText(/\d tok\/s/).first()).toBeVisible();

  await page.getByRole('button', { name: 'Again' }).click();
  await expect(page.getByText('2 of 2')).toBeVisible();
  await expect(answers(page)).toContainText(speech);

  const again = await sotto.restart();
  await again.getByRole('link', { name: 'Tell me a story' }).click();
  await expect(answers(again)).toContainText(speech);
  await expect(again.getByText('2 of 2')).toBeVisible();
});

test('an edited question is answered anew and the old one stays', async ({ sotto }) => {
  const { page } = sotto;
  await skipFirstRun(page);
  await addModel(sotto, { text: speech });
  await page.getByRole('button', { name: 'New chat' }).click();
  await ask(page, 'First wording');
  await expect(answers(page)).toContainText(speech);
  await page.getByRole('button', { name: 'Edit question' }).click();
  await page.getByRole('textbox', { name: 'Changed question' }).fill('Second wording');
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page.getByRole('article', { name: 'Question' })).toContainText('Second wording');
  await expect(answers(page)).toContainText(speech);
  await page.getByRole('button', { name: 'Earlier version' }).first().click();
  await expect(page.getByRole('article', { name: 'Question' })).toContainText('First wording');
});

test('Stop is where Send was, and keeps what was written', async ({ sotto }) => {
  const { page } = sotto;
  await skipFirstRun(page);
  await addModel(sotto, { text: longSpeech, slowness: 100 });
  await page.getByRole('button', { name: 'New chat' }).click();
  await ask(page, 'Talk');
  await expect(answers(page)).toContainText(early);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
  await expect(answers(page)).toContainText(early);
  await expect(answers(page)).not.toContainText(late);
});

test('an engine that is killed in mid-answer keeps the text, and the next message works by itself', async ({
  sotto,
}) => {
  const { page } = sotto;
  await skipFirstRun(page);
  await addModel(sotto, { text: longSpeech, slowness: 100 });
  await page.getByRole('button', { name: 'New chat' }).click();
  await ask(page, 'Talk');
  await expect(answers(page)).toContainText(early);
  await sotto.killEngine();
  await expect(page.getByText(/stopped unexpectedly/)).toBeVisible();
  await expect(answers(page)).toContainText(early);

  await ask(page, 'Go on');
  await expect(answers(page).last()).toContainText(early);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
});

test('what a model writes is shown as text: no markup runs, no picture is fetched, links ask first', async ({
  sotto,
}) => {
  const { page } = sotto;
  await skipFirstRun(page);
  await addModel(sotto, {
    text: '<img src=x onerror=alert(1)> ![chart](https://evil.example/pixel.png) [offer](https://evil.example/offer) done',
  });
  await page.getByRole('button', { name: 'New chat' }).click();
  await ask(page, 'Show me');
  await expect(answers(page)).toContainText('done');
  await expect(answers(page).locator('img')).toHaveCount(0);
  await answers(page).getByText('offer').click();
  await expect(page.getByRole('dialog')).toContainText('https://evil.example/offer');
});

test('what a model thinks is folded away above its answer, also after a restart', async ({ sotto }) => {
  await skipFirstRun(sotto.page);
  await addModel(sotto, { text: speech, thought: 'They ask about floods and want a story' });
  await sotto.page.getByRole('button', { name: 'New chat' }).click();
  await ask(sotto.page, 'Tell me a story');
  await expect(answers(sotto.page)).toContainText(speech);
  const again = await sotto.restart();
  await again.getByRole('link', { name: 'Tell me a story' }).click();
  const answer = answers(again);
  await expect(answer).toContainText(speech);
  const thoughts = answer.getByText('They ask about floods and want a story');
  await expect(thoughts).toBeHidden();
  await answer.getByText('Thoughts').click();
  await expect(thoughts).toBeVisible();
});

test('chats are renamed, found and deleted', async ({ sotto }) => {
  const { page } = sotto;
  await skipFirstRun(page);
  await addModel(sotto, { text: speech });
  await page.getByRole('button', { name: 'New chat' }).click();
  await ask(page, 'Tell me a story');
  await expect(answers(page)).toContainText(speech);
  await page.getByRole('button', { name: 'Rename chat' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('The flood');
  await page.getByRole('textbox', { name: 'Title' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'The flood' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Search everything' }).fill('flood');
  await expect(page.getByRole('dialog').getByText('The flood')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete chat' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Delete/ })
    .click();
  await expect(page.getByRole('link', { name: 'The flood' })).toHaveCount(0);
});

test('without a model a chat says what to do', async ({ sotto }) => {
  const { page } = sotto;
  await skipFirstRun(page);
  await page.getByRole('button', { name: 'New chat' }).click();
  await expect(
    page
      .getByRole('main')
      .getByRole('button', { name: /Add a model/ })
      .first(),
  ).toBeVisible();
});
