import { expect, test } from 'vitest';
import type { ProvideModel } from '../../../electron/engine/modelProvider.ts';
import { fail } from '../../../shared/result.ts';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';
import { chatWith, lease, leaseId, leaseSearcher } from './testChat.ts';

test('a question and its streamed answer are stored, and name the conversation', async () => {
  const { chat, turn, texts } = chatWith(createFakeEngine({ answer: () => ['Hello', ' there'] }));
  const { id } = chat.create(null);
  const events = await turn(id, { kind: 'send', text: 'Hi you' });
  expect(events.map((event) => event.kind)).toEqual(['started', 'reading', 'text', 'text', 'finished']);
  expect(texts(id)).toEqual(['user: Hi you (finished)', 'assistant: Hello there (finished)']);
  expect(chat.list({ offset: 0, limit: 10 }).conversations.map(({ title }) => title)).toEqual(['Hi you']);
});

test('earlier turns are sent again in order', async () => {
  const fake = createFakeEngine({ answer: () => ['ok'] });
  const { chat, turn } = chatWith(fake);
  const { id } = chat.create(null);
  await turn(id, { kind: 'send', text: 'one' });
  await turn(id, { kind: 'send', text: 'two' });
  expect(fake.asked[1]?.messages).toEqual([
    { role: 'user', text: 'one' },
    { role: 'assistant', text: 'ok' },
    { role: 'user', text: 'two' },
  ]);
});

test('the engine is told which conversation a question goes on with', async () => {
  const fake = createFakeEngine({ answer: () => ['ok'] });
  const { chat, turn } = chatWith(fake);
  const [one, other] = [chat.create(null).id, chat.create(null).id];
  for (const id of [one, other, one]) await turn(id, { kind: 'send', text: 'Hi' });
  expect(fake.asked.map((input) => input.conversationKey)).toEqual([one, other, one]);
});

test('thoughts are shown and stored apart from the answer, and not sent again', async () => {
  const fake = createFakeEngine({ thoughts: ['Let me', ' see'], answer: () => ['\n\n', 'Yes'] });
  const { chat, turn, texts } = chatWith(fake);
  const { id } = chat.create(null);
  const events = await turn(id, { kind: 'send', text: 'Really?' });
  const said = events.flatMap((event) =>
    event.kind === 'thought' || event.kind === 'text' ? [`${event.kind}: ${event.text}`] : [],
  );
  expect(said).toEqual(['thought: Let me', 'thought:  see', 'text: Yes']);
  expect(texts(id)).toEqual(['user: Really? (finished)', 'assistant: Yes (finished)']);
  const opened = chat.open(id);
  expect(opened.ok && opened.value.messages.map((message) => message.thoughts)).toEqual([
    null,
    { text: 'Let me see', elapsedMs: expect.any(Number) },
  ]);

  await turn(id, { kind: 'send', text: 'Sure?' });
  expect(fake.asked[1]?.messages).toEqual([
    { role: 'user', text: 'Really?' },
    { role: 'assistant', text: 'Yes' },
    { role: 'user', text: 'Sure?' },
  ]);
});

test('stopping keeps the partial text', async () => {
  const controller = new AbortController();
  const { chat, turn, texts } = chatWith(createFakeEngine({ answer: () => ['so far'], hangs: true }));
  const { id } = chat.create(null);
  setTimeout(() => controller.abort(), 20);
  const events = await turn(id, { kind: 'send', text: 'Hi' }, controller.signal);
  expect(events.at(-1)).toMatchObject({
    kind: 'finished',
    message: { text: 'so far', state: 'stopped', stopReason: 'userStopped' },
  });
  expect(texts(id)).toEqual(['user: Hi (finished)', 'assistant: so far (stopped)']);
});

test('an engine crash keeps the partial text and the next message works', async () => {
  const database = temporaryDatabase();
  const crashed = { code: 'engine.crashed', signal: 'SIGKILL', exitCode: null } as const;
  const first = chatWith(createFakeEngine({ answer: () => ['half'], failure: crashed }), { database });
  const { id } = first.chat.create(null);
  expect((await first.turn(id, { kind: 'send', text: 'Hi' })).at(-1)).toEqual({
    kind: 'failed',
    error: crashed,
  });
  expect(first.texts(id)).toEqual(['user: Hi (finished)', 'assistant: half (failed)']);

  const second = chatWith(createFakeEngine({ answer: () => ['whole'] }), { database });
  expect((await second.turn(id, { kind: 'send', text: 'Again' })).at(-1)).toMatchObject({ kind: 'finished' });
});

test('leaving the loop in the middle keeps what was written', async () => {
  const { chat, texts } = chatWith(createFakeEngine({ answer: () => ['one', ' two'] }));
  const { id } = chat.create(null);
  const events = chat.runTurn({
    conversationId: id,
    request: { kind: 'send', text: 'Hi' },
    signal: new AbortController().signal,
    onLoading: () => undefined,
  });
  for await (const event of events) if (event.kind === 'text') break;
  expect(texts(id)).toEqual(['user: Hi (finished)', 'assistant: one (stopped)']);
});

test('answering again adds a version beside the old answer', async () => {
  let round = 0;
  const { chat, turn, texts } = chatWith(createFakeEngine({ answer: () => [`answer ${++round}`] }));
  const { id } = chat.create(null);
  await turn(id, { kind: 'send', text: 'Hi' });
  const opened = chat.open(id);
  const first = opened.ok ? opened.value.messages[1] : undefined;
  if (!first) throw new Error('no answer');
  await turn(id, { kind: 'regenerate', messageId: first.id });
  expect(texts(id)).toEqual(['user: Hi (finished)', 'assistant: answer 2 (finished)']);

  const shown = chat.showVersion(id, first.id);
  expect(shown.ok && shown.value.messages[1]).toMatchObject({ text: 'answer 1' });
  expect(shown.ok && shown.value.messages[1]?.versionIds.length).toBe(2);
});

test('an edited question opens a new branch and loses nothing', async () => {
  const { chat, turn, texts } = chatWith(
    createFakeEngine({ answer: (messages) => [`to ${messages.at(-1)?.text}`] }),
  );
  const { id } = chat.create(null);
  await turn(id, { kind: 'send', text: 'first' });
  await turn(id, { kind: 'send', text: 'second' });
  const opened = chat.open(id);
  const question = opened.ok ? opened.value.messages[0] : undefined;
  if (!question) throw new Error('no question');
  await turn(id, { kind: 'edit', messageId: question.id, text: 'changed' });
  expect(texts(id)).toEqual(['user: changed (finished)', 'assistant: to changed (finished)']);
  chat.showVersion(id, question.id);
  expect(texts(id)).toEqual([
    'user: first (finished)',
    'assistant: to first (finished)',
    'user: second (finished)',
    'assistant: to second (finished)',
  ]);
});

test('old messages that do not fit are left out and counted', async () => {
  const fake = createFakeEngine({ answer: () => ['ok'], contextTokens: 40 });
  const { chat, turn } = chatWith(fake);
  const { id } = chat.create(null);
  const long = 'word '.repeat(12).trim();
  await turn(id, { kind: 'send', text: long });
  await turn(id, { kind: 'send', text: long });
  const events = await turn(id, { kind: 'send', text: long });
  expect(events).toContainEqual({ kind: 'leftOut', messages: 2 });
  expect(events.at(-1)).toMatchObject({ kind: 'finished', message: { leftOutMessages: 2 } });
  expect(fake.asked[2]?.messages.length).toBe(3);
});

test('a message that alone does not fit is refused with both numbers', async () => {
  const { chat, turn } = chatWith(createFakeEngine({ answer: () => ['ok'], contextTokens: 40 }));
  const { id } = chat.create(null);
  expect((await turn(id, { kind: 'send', text: 'word '.repeat(60) })).at(-1)).toEqual({
    kind: 'failed',
    error: { code: 'chat.messageTooLong', messageTokens: 60, contextTokens: 40 },
  });
});

test('an answer from documents cites the passages it was given', async () => {
  const fake = createFakeEngine({ answer: () => ['Three months [1], not two [7].'] });
  const { chat, turn } = chatWith(fake);
  const { id } = chat.create({ documentIds: [leaseId] });
  const events = await turn(id, { kind: 'send', text: 'How much notice?' });
  expect(events.at(-1)).toMatchObject({
    kind: 'finished',
    message: {
      grounding: { mode: 'wholeDocument', passages: lease.map((one) => ({ ...one, matchedWords: [] })) },
      citations: [{ n: 1, passage: lease[0] }],
    },
  });
  expect(fake.asked[0]?.messages[0]?.text).toContain('[2] The deposit is two rents.');
});

test('without a model the best passages are the answer', async () => {
  const provideModel: ProvideModel = async () => fail({ code: 'models.noneInstalled' });
  const { chat, turn } = chatWith({ provideModel });
  const { id } = chat.create({ documentIds: [leaseId] });
  expect((await turn(id, { kind: 'send', text: 'How high is the deposit?' })).at(-1)).toMatchObject({
    kind: 'finished',
    message: {
      text: '> Notice is three months. [1]\n\n> The deposit is two rents. [2]',
      grounding: { mode: 'passagesOnly' },
      citations: [{ n: 1 }, { n: 2 }],
      modelName: null,
    },
  });
});

test('deleting a document takes its words out of old answers', async () => {
  const database = temporaryDatabase();
  const { chat, turn } = chatWith(createFakeEngine({ answer: () => ['Three months [1].'] }), { database });
  const { id } = chat.create({ documentIds: [leaseId] });
  await turn(id, { kind: 'send', text: 'How much notice?' });
  expect(JSON.stringify(database.prepare('select * from messages').all())).not.toContain('Notice is three');
  const later = chatWith(createFakeEngine({ answer: () => [] }), {
    database,
    searcher: { ...leaseSearcher, getPassages: () => new Map() },
  });
  const opened = later.chat.open(id);
  expect(opened.ok && opened.value.messages[1]?.citations[0]?.passage.text).toBe('');
});

test('an answer that a restart cut off is shown as interrupted', async () => {
  const database = temporaryDatabase();
  const { chat } = chatWith(createFakeEngine({ answer: () => [] }), { database });
  const { id } = chat.create(null);
  const events = chat.runTurn({
    conversationId: id,
    request: { kind: 'send', text: 'Hi' },
    signal: new AbortController().signal,
    onLoading: () => undefined,
  });
  await events.next();
  const afterRestart = chatWith(createFakeEngine({ answer: () => [] }), { database });
  expect(afterRestart.texts(id)).toEqual(['user: Hi (finished)', 'assistant:  (interrupted)']);
});

test('two answers at once in one conversation are refused', async () => {
  const { chat, turn } = chatWith(createFakeEngine({ answer: () => ['x'], hangs: true }));
  const { id } = chat.create(null);
  const controller = new AbortController();
  const first = turn(id, { kind: 'send', text: 'one' }, controller.signal);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await turn(id, { kind: 'send', text: 'two' })).toEqual([
    { kind: 'failed', error: { code: 'chat.busy' } },
  ]);
  controller.abort();
  await first;
});

test('a removed conversation takes its messages along', async () => {
  const { chat, turn, database } = chatWith(createFakeEngine({ answer: () => ['ok'] }));
  const { id } = chat.create(null);
  await turn(id, { kind: 'send', text: 'one' });
  expect(chat.remove(id)).toEqual({ ok: true, value: {} });
  expect(database.prepare('select count(*) from messages').pluck().get()).toBe(0);
  expect(chat.remove(id)).toEqual({ ok: false, error: { code: 'chat.conversationNotFound' } });
});
