import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCode } from '../../../electron/code/createCode.ts';
import { createFileGrants } from '../../../electron/storage/fileGrants.ts';
import {
  createCodeFixture,
  finishedRun,
  fixAnswer,
  fixed,
  runToEnd,
  source,
} from '../../support/codeFixture.ts';

let fixture: Awaited<ReturnType<typeof createCodeFixture>>;
beforeEach(async () => {
  fixture = await createCodeFixture();
});
afterEach(() => fixture.dispose());

describe('running', () => {
  // Catches a lost or repeated event, and a record that differs from what the view was told.
  test('streams the answer and stores the run as it ended', async () => {
    const { code } = fixture.codeWith({ answer: () => ['It ', 'adds.'] });
    const events = await runToEnd({ code, action: 'explain' });
    const run = finishedRun(events);
    expect(events.slice(1)).toEqual([
      { kind: 'item', item: { kind: 'loading', progressRatio: 1 } },
      { kind: 'item', item: { kind: 'reading', done: expect.any(Number), total: expect.any(Number) } },
      { kind: 'item', item: { kind: 'text', text: 'It ' } },
      { kind: 'item', item: { kind: 'text', text: 'adds.' } },
      { kind: 'finished', value: run },
    ]);
    expect(run).toEqual({
      id: expect.any(String),
      action: 'explain',
      instruction: '',
      source: { fileName: 'sum.py', language: 'python', text: source, fileId: null },
      state: 'finished',
      answer: 'It adds.',
      hunks: null,
      target: null,
      decision: null,
      canWrite: false,
      modelName: 'Fake',
      stopReason: 'endOfAnswer',
      statistics: expect.objectContaining({ generatedTokens: 2 }),
      error: null,
      createdAt: expect.any(String),
    });
    expect(code.list()).toEqual([run]);
    expect(code.get(run.id)).toEqual({ ok: true, value: run });
  });

  // Catches sampling made for prose: a repeat penalty damages copied code.
  test('samples for code and puts the task after the source', async () => {
    const { code, asked } = fixture.codeWith({ answer: () => fixAnswer });
    await runToEnd({ code, action: 'fix' });
    expect(asked[0]?.sampling.repeatPenalty).toBeNull();
    expect(asked[0]?.sampling.temperature).toBeLessThanOrEqual(0.3);
    const prompt = asked[0]?.messages.at(-1)?.text ?? '';
    expect(prompt.indexOf('complete corrected file')).toBeGreaterThan(prompt.indexOf('return a - b'));
    expect(prompt).toContain(`\`\`\`python\n${source}\`\`\``);
  });

  // Catches a crash of the engine that takes the text so far with it.
  test('keeps the partial text when the engine fails', async () => {
    const error = { code: 'engine.crashed', signal: 'SIGKILL', exitCode: null } as const;
    const { code } = fixture.codeWith({ answer: () => ['It '], failure: error });
    const events = await runToEnd({ code, action: 'explain' });
    expect(events.at(-1)).toEqual({ kind: 'failed', error });
    expect(code.list().map(({ state, answer, error }) => ({ state, answer, error }))).toEqual([
      { state: 'failed', answer: 'It ', error },
    ]);
  });

  // Catches stopping being reported as a failure, or its text being lost.
  test('keeps the partial text when the user stops', async () => {
    const { code } = fixture.codeWith({ answer: () => ['```python\n', 'def add('], hangs: true });
    const stopping = new AbortController();
    setImmediate(() => stopping.abort());
    const run = finishedRun(await runToEnd({ code, action: 'fix', signal: stopping.signal }));
    expect(run).toMatchObject({
      state: 'stopped',
      stopReason: 'userStopped',
      answer: '```python\ndef add(',
      hunks: null,
    });
  });

  // Catches a closed window leaving a run that is "writing" for ever.
  test('keeps the partial text when the view leaves the stream', async () => {
    const { code } = fixture.codeWith({ answer: () => ['It '], hangs: true });
    const running = code.run(
      { action: 'explain', instruction: '', source: { fileName: 'sum.py', text: source, fileId: null } },
      new AbortController().signal,
    );
    for await (const event of running) if (event.kind === 'item' && event.item.kind === 'text') break;
    expect(code.list().map(({ state, answer }) => ({ state, answer }))).toEqual([
      { state: 'stopped', answer: 'It ' },
    ]);
  });

  // Catches a source that leaves no room for its own rewriting being sent to the model.
  test('refuses a source whose changed copy cannot fit as well', async () => {
    const text = 'word '.repeat(300);
    const { code, asked } = fixture.codeWith({ answer: () => ['ok'], contextTokens: 600 });
    const events = await runToEnd({ code, action: 'fix', text });
    expect(events.at(-1)).toEqual({
      kind: 'failed',
      error: { code: 'code.tooLong', sourceTokens: 300, contextTokens: 600 },
    });
    expect(asked).toEqual([]);
  });

  // Catches a model that repeats itself being left to fill the whole context.
  test('bounds the length of the answer by the source', async () => {
    const { code, asked } = fixture.codeWith({ answer: () => fixAnswer, contextTokens: 100_000 });
    await runToEnd({ code, action: 'fix' });
    expect(asked[0]?.maxTokens).toBeLessThan(2000);
  });
});

describe('after a restart', () => {
  // Catches runs that look as if they were still being written.
  test('what was being written is interrupted, with its text', async () => {
    const { code } = fixture.codeWith({ answer: () => ['It '], hangs: true });
    const running = code
      .run(
        { action: 'explain', instruction: '', source: { fileName: 'sum.py', text: source, fileId: null } },
        new AbortController().signal,
      )
      [Symbol.asyncIterator]();
    let next = await running.next();
    while (next.value?.kind !== 'item' || next.value.item.kind !== 'text') next = await running.next();
    code.dispose();
    const again = fixture.codeWith({ answer: () => [] }).code;
    expect(again.list().map(({ state, answer }) => ({ state, answer }))).toEqual([
      { state: 'interrupted', answer: 'It ' },
    ]);
  });

  // Catches a dead file id being handed to the view as one that can be opened.
  test('a file of the last session is named without its id, and can still be written', async () => {
    const { code, provideModel } = fixture.codeWith({ answer: () => fixAnswer });
    const run = finishedRun(await runToEnd({ code, action: 'fix', fileId: fixture.grant() }));
    const again = createCode({ database: fixture.database, provideModel, files: createFileGrants() });
    expect(again.get(run.id)).toMatchObject({
      ok: true,
      value: { source: { fileId: null }, canWrite: true },
    });
    expect(await again.accept({ runId: run.id })).toMatchObject({
      ok: true,
      value: { isWritten: true, text: fixed },
    });
    expect(await readFile(fixture.filePath, 'utf8')).toBe(fixed);
  });
});

describe('deciding', () => {
  // Catches a rejected change being shown as open again, and an accepted one as rejected.
  test('a change is rejected, or accepted after all, but not rejected after that', async () => {
    const { code } = fixture.codeWith({ answer: () => fixAnswer });
    const run = finishedRun(await runToEnd({ code, action: 'fix' }));
    expect(code.reject(run.id)).toEqual({ ok: true, value: { ...run, decision: 'rejected' } });
    expect(await code.accept({ runId: run.id })).toMatchObject({
      ok: true,
      value: { run: { decision: 'accepted' } },
    });
    expect(code.reject(run.id)).toEqual({ ok: false, error: { code: 'code.nothingToApply' } });
  });

  // Catches a deleted run that still answers.
  test('a removed run is gone', async () => {
    const { code } = fixture.codeWith({ answer: () => ['It adds.'] });
    const run = finishedRun(await runToEnd({ code, action: 'explain' }));
    expect(code.remove(run.id)).toEqual({ ok: true, value: {} });
    const notFound = { ok: false, error: { code: 'code.runNotFound' } };
    expect([
      code.get(run.id),
      code.remove(run.id),
      code.reject(run.id),
      await code.accept({ runId: run.id }),
    ]).toEqual([notFound, notFound, notFound, notFound]);
  });
});

describe('opening', () => {
  // Catches binary files reaching the model as mojibake, and raw system errors reaching the person.
  test.each([
    ['a binary file', Buffer.from([0, 1, 2, 3]), { code: 'code.notText', fileName: 'sum.py' }],
    [
      'text in an unknown encoding',
      Buffer.from([0x66, 0xfc, 0x72]),
      { code: 'code.notText', fileName: 'sum.py' },
    ],
    [
      'a file beyond every context',
      Buffer.alloc(2_000_001, 'a'),
      { code: 'code.tooLong', sourceTokens: 500_001, contextTokens: 131_072 },
    ],
  ])('refuses %s', async (_, bytes, error) => {
    await writeFile(fixture.filePath, bytes);
    expect(await fixture.codeWith({ answer: () => [] }).code.openFile(fixture.grant())).toEqual({
      ok: false,
      error,
    });
  });

  // Catches a file that was moved being reported as no text.
  test('tells that a file is gone', async () => {
    const fileId = fixture.grant();
    await rm(fixture.filePath);
    expect(await fixture.codeWith({ answer: () => [] }).code.openFile(fileId)).toEqual({
      ok: false,
      error: { code: 'code.fileMissing', fileName: 'sum.py' },
    });
  });
});
