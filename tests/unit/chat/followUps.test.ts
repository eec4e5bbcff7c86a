import { expect, test } from 'vitest';
import { standsAlone, withEarlierWords } from '../../../electron/chat/followUp.ts';
import type { Searcher } from '../../../electron/chat/searcher.ts';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { chatWith, leaseId, leaseSearcher, passage } from './testChat.ts';

const { wording } = leaseSearcher;

test.each([
  ['and in 2023?', 'en', false],
  ['What about the deposit?', 'en', false],
  ['Who signed it for the landlord in March?', 'en', false],
  ['Und wie hoch ist die Kaution für die Wohnung?', 'de', false],
  ['那押金呢？', 'zh', false],
  ['How many months of notice does the tenant have to give?', 'en', true],
  ['Wie lange ist die Kündigungsfrist für Mieter der Wohnung?', 'de', true],
])('"%s" (%s) stands alone: %s', (question, language, expected) => {
  expect(standsAlone(question, wording, language)).toBe(expected);
});

test('without a model a follow-up borrows the words of the question before, and brings its own year', () => {
  const earlier = 'What was the revenue of the northern region in 2022?';
  expect(withEarlierWords({ question: 'and in 2023?', earlier, wording, language: 'en' })).toBe(
    'and in 2023? revenue northern region',
  );
});

/** Tells what was looked for. */
function searcherThatNotes(sought: string[]): Searcher {
  return {
    ...leaseSearcher,
    async retrieve({ question }) {
      sought.push(question);
      return { mode: 'passages', passages: [passage(1, 'Revenue of the northern region in 2023 was 512.')] };
    },
  };
}

// Catches a follow-up being searched for as it stands, and every question paying for a rewriting.
test('the model writes out a follow-up, once, on the conversation it has read; what was looked for is kept', async () => {
  const sought: string[] = [];
  const whole = 'What was the revenue of the northern region in 2023?';
  const model = createFakeEngine({
    answer: (messages) =>
      messages.at(-1)?.text.includes('Do not answer it yet')
        ? [JSON.stringify({ question: whole })]
        : ['512 [1].'],
  });
  const { chat, turn } = chatWith(model, { searcher: searcherThatNotes(sought) });
  const { id } = chat.create({ documentIds: [leaseId] });
  await turn(id, { kind: 'send', text: 'What was the revenue of the northern region in 2022?' });
  const events = await turn(id, { kind: 'send', text: 'and in 2023?' });
  expect(sought.at(-1)).toBe(whole);
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'grounded', grounding: expect.objectContaining({ query: whole }) }),
  );
  const rewriting = model.asked.filter((input) => input.jsonSchema && input.priority === 'chat');
  expect(rewriting).toHaveLength(1);
  expect(rewriting[0]).toMatchObject({ conversationKey: id });
  // The answer's prompt starts with the same messages, so they are read once.
  const answering = model.asked.at(-1)?.messages;
  expect(answering?.slice(0, -1)).toEqual(rewriting[0]?.messages.slice(0, -1));
});

test('a rewriting that fails leaves the earlier question’s words', async () => {
  const sought: string[] = [];
  const model = createFakeEngine({ answer: () => ['no JSON'] });
  const { chat, turn } = chatWith(model, { searcher: searcherThatNotes(sought) });
  const { id } = chat.create({ documentIds: [leaseId] });
  await turn(id, { kind: 'send', text: 'What was the revenue of the northern region in 2022?' });
  await turn(id, { kind: 'send', text: 'and in 2023?' });
  expect(sought.at(-1)).toBe('and in 2023? revenue northern region');
});
