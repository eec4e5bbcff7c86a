import { expect, test } from 'vitest';
import type { Message } from '../../../shared/contract/chat.ts';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';
import { chatWith, leaseId, leaseSearcher, passage } from './testChat.ts';

/** A model that answers questions with `answer`, and what it is asked about its sentences with `verdict`. */
function modelThat(answer: string, verdict = '{"isSaid":"no"}') {
  return createFakeEngine({
    answer: (messages) => (messages.at(-1)?.text.includes('Statement: ') ? [verdict] : [answer]),
  });
}

async function ask(chat: ReturnType<typeof chatWith>, text: string) {
  const { id } = chat.chat.create({ documentIds: [leaseId] });
  const events = await chat.turn(id, { kind: 'send', text });
  const end = events.at(-1);
  if (end?.kind !== 'finished') throw new Error(`ended with ${end?.kind}`);
  return { id, events, message: end.message };
}

const verdicts = (message: Message) =>
  message.checks?.sentences.map(({ start, end, verdict, by }) => [
    message.text.slice(start, end),
    verdict,
    by,
  ]);

// Catches an answer whose text waits for the model's verdicts, and verdicts that are lost with a restart.
test('sentences are checked by their words at once, by the model afterwards, and both are kept', async () => {
  const database = temporaryDatabase();
  const model = modelThat(
    'Notice is three months [1]. It is four months and 16 days [1]. Deposits are paid in two parts [2]. The house is old and draughty. See also [9].',
  );
  const chat = chatWith(model, { database });
  const { message } = await ask(chat, 'How much notice?');
  expect(verdicts(message)).toEqual([
    ['Notice is three months [1].', 'supported', 'words'],
    ['It is four months and 16 days [1].', 'unsupported', 'words'],
    ['Deposits are paid in two parts [2].', 'unchecked', null],
    ['The house is old and draughty.', 'uncited', null],
    ['See also [9].', 'unsupported', 'words'],
  ]);
  expect(message.checks).toMatchObject({
    isRunning: true,
    sentences: [{}, { missing: ['16'] }, {}, {}, { unknownNumbers: [9] }],
  });

  const settled = await chat.chat.awaitChecks(message.id);
  expect(settled.ok && settled.value.checks?.sentences[2]).toMatchObject({
    verdict: 'unsupported',
    by: 'model',
  });
  expect(model.asked[1]).toMatchObject({ priority: 'background', jsonSchema: { type: 'object' } });
  const later = await chatWith(modelThat(''), { database }).chat.awaitChecks(message.id);
  expect(later).toEqual(
    settled.ok
      ? { ok: true, value: { ...settled.value, checks: { ...settled.value.checks, isRunning: false } } }
      : null,
  );
});

test('a sentence the model gives no verdict on stays unchecked', async () => {
  const chat = chatWith(modelThat('Deposits are paid in two parts [2].', 'perhaps'));
  const { message } = await ask(chat, 'And the deposit?');
  const settled = await chat.chat.awaitChecks(message.id);
  expect(settled.ok && settled.value.checks).toMatchObject({
    isRunning: false,
    sentences: [{ verdict: 'unchecked', by: null }],
  });
});

// Catches the signal being shown, or an answer without it being taken for one that found nothing.
test.each([
  { pieces: ['[', '0', '] The lease', ' does not say it.'], text: 'The lease does not say it.', by: 'model' },
  { pieces: ['[0]'], text: '', by: 'model' },
  { pieces: ['[', '1] says so.'], text: '[1] says so.', by: null },
])(
  'an answer that begins as $pieces is found by $by not to be in the documents',
  async ({ pieces, text, by }) => {
    const chat = chatWith(createFakeEngine({ answer: () => pieces }));
    const { events, message } = await ask(chat, 'Who painted it?');
    const shown = events.flatMap((event) => (event.kind === 'text' ? [event.text] : [])).join('');
    expect({ shown, text: message.text, notFoundBy: message.notFoundBy }).toEqual({
      shown: text,
      text,
      notFoundBy: by,
    });
  },
);

const excerpts = {
  ...leaseSearcher,
  retrieve: async () => ({
    mode: 'passages' as const,
    passages: [passage(1, 'The painter leaves the walls white. Notice is three months.')],
  }),
};

// Catches a model being asked about passages that share nothing with the question.
test('a model is not asked where the search found too little, unless one wants it to be', async () => {
  const model = createFakeEngine({ answer: () => ['Something.'] });
  const chat = chatWith(model, { searcher: excerpts });
  const { id, message } = await ask(chat, 'Which museum in Paris did the famous painter found?');
  expect(message).toMatchObject({
    text: '',
    notFoundBy: 'search',
    grounding: {
      query: 'Which museum in Paris did the famous painter found?',
      passages: [{ matchedWords: ['painter'] }],
    },
  });
  expect(model.asked).toEqual([]);

  await chat.turn(id, { kind: 'regenerate', messageId: message.id, way: 'anyway' });
  expect(model.asked[0]?.messages.at(-1)?.text).toContain('[1] The painter leaves the walls white.');
  await chat.turn(id, { kind: 'regenerate', messageId: message.id, way: 'general' });
  expect(model.asked[1]?.messages).toEqual([
    { role: 'user', text: 'Which museum in Paris did the famous painter found?' },
  ]);
});
