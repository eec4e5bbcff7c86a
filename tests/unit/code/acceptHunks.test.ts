import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe('accepting', () => {
  // Catches the file being written before, or without, the person's consent.
  test('writes the file only then, with its mode', async () => {
    await chmod(fixture.filePath, 0o750);
    const { code } = fixture.codeWith({ answer: () => fixAnswer });
    const run = finishedRun(await runToEnd({ code, action: 'fix', fileId: fixture.grant() }));
    expect(run).toMatchObject({
      decision: 'open',
      canWrite: true,
      target: { fileName: 'sum.py', isNew: false },
      hunks: [
        {
          oldStart: 1,
          oldLines: 2,
          newStart: 1,
          newLines: 2,
          lines: [' def add(a, b):', '-    return a - b', '+    return a + b'],
        },
      ],
    });
    expect(await readFile(fixture.filePath, 'utf8')).toBe(source);
    expect(await code.accept({ runId: run.id })).toEqual({
      ok: true,
      value: { run: { ...run, decision: 'accepted' }, text: fixed, isWritten: true },
    });
    expect(await readFile(fixture.filePath, 'utf8')).toBe(fixed);
    if (process.platform !== 'win32') expect((await stat(fixture.filePath)).mode & 0o777).toBe(0o750);
    expect(await readdir(fixture.folder)).toEqual(['sum.py']);
  });

  // Catches work of the person's, done in the meantime, being overwritten.
  test('refuses a file that was changed since', async () => {
    const { code } = fixture.codeWith({ answer: () => fixAnswer });
    const run = finishedRun(await runToEnd({ code, action: 'fix', fileId: fixture.grant() }));
    await writeFile(fixture.filePath, `${source}# mine\n`);
    expect(await code.accept({ runId: run.id })).toEqual({
      ok: false,
      error: { code: 'code.fileChanged', fileName: 'sum.py' },
    });
    expect(await readFile(fixture.filePath, 'utf8')).toBe(`${source}# mine\n`);
    expect(code.get(run.id)).toMatchObject({ ok: true, value: { decision: 'open' } });
  });

  // Catches the whole file being rewritten with other line endings, or without its mark.
  test('keeps byte order mark, line endings and the open last line', async () => {
    const crlf = '\uFEFFdef add(a, b):\r\n    return a - b';
    await writeFile(fixture.filePath, crlf);
    const { code } = fixture.codeWith({ answer: () => fixAnswer });
    const fileId = fixture.grant();
    const opened = await code.openFile(fileId);
    expect(opened).toEqual({
      ok: true,
      value: { fileName: 'sum.py', language: 'python', text: 'def add(a, b):\n    return a - b', fileId },
    });
    const text = opened.ok ? opened.value.text : '';
    const run = finishedRun(await runToEnd({ code, action: 'fix', fileId, text }));
    expect(await code.accept({ runId: run.id })).toMatchObject({ ok: true, value: { isWritten: true } });
    expect(await readFile(fixture.filePath, 'utf8')).toBe('\uFEFFdef add(a, b):\r\n    return a + b');
  });

  // Catches a UTF-16 file coming back as UTF-8.
  test.each(['le', 'be'])('keeps UTF-16 %s', async (order) => {
    const encode = (text: string) => {
      const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
      return order === 'le' ? bytes : bytes.swap16();
    };
    await writeFile(fixture.filePath, encode(source));
    const { code } = fixture.codeWith({ answer: () => fixAnswer });
    const run = finishedRun(await runToEnd({ code, action: 'fix', fileId: fixture.grant() }));
    await code.accept({ runId: run.id });
    expect(await readFile(fixture.filePath)).toEqual(encode(fixed));
  });

  // Catches a symbolic link being replaced by a file.
  test.skipIf(process.platform === 'win32')('writes through a symbolic link', async () => {
    const linkPath = path.join(fixture.folder, 'link.py');
    await symlink(fixture.filePath, linkPath);
    const { code } = fixture.codeWith({ answer: () => fixAnswer });
    const fileId = fixture.files.grant({ path: linkPath, fileName: 'link.py', isTemporary: false });
    const run = finishedRun(await runToEnd({ code, action: 'fix', fileId }));
    await code.accept({ runId: run.id });
    expect(await readFile(fixture.filePath, 'utf8')).toBe(fixed);
  });

  // Catches a copy of an upload, or nothing at all, being written to.
  test.each([
    ['an uploaded copy', true],
    ['pasted text', false],
  ])('only answers the new text for %s', async (_, isUpload) => {
    const { code } = fixture.codeWith({ answer: () => fixAnswer });
    const run = finishedRun(
      await runToEnd({ code, action: 'fix', fileId: isUpload ? fixture.grant({ isTemporary: true }) : null }),
    );
    expect(run.canWrite).toBe(false);
    expect(await code.accept({ runId: run.id })).toMatchObject({
      ok: true,
      value: { text: fixed, isWritten: false },
    });
    expect(await readFile(fixture.filePath, 'utf8')).toBe(source);
  });

  // Catches edits made in the window being written to the file unasked, under the name of the model's change.
  test('does not write where the text given is not the text of the file', async () => {
    const { code } = fixture.codeWith({ answer: () => fixAnswer });
    const run = finishedRun(
      await runToEnd({ code, action: 'fix', fileId: fixture.grant(), text: `${source}print(1)\n` }),
    );
    expect(run.canWrite).toBe(false);
  });

  // Catches indexes being ignored, or a wrong one applying something else.
  test('applies the chosen hunks only', async () => {
    const middle = Array.from({ length: 12 }, (_, index) => `line${index} = ${index}\n`).join('');
    const before = `first = 1\n${middle}last = 1\n`;
    const after = before.replace('first = 1', 'first = 2').replace('last = 1', 'last = 2');
    const { code } = fixture.codeWith({ answer: () => ['```\n', after, '```'] });
    const run = finishedRun(await runToEnd({ code, action: 'fix', text: before }));
    expect(run.hunks).toHaveLength(2);
    expect(await code.accept({ runId: run.id, hunkIndexes: [1] })).toMatchObject({
      ok: true,
      value: { text: before.replace('last = 1', 'last = 2') },
    });
    const nothing = { ok: false, error: { code: 'code.nothingToApply' } };
    expect(await code.accept({ runId: run.id, hunkIndexes: [2] })).toEqual(nothing);
    expect(await code.accept({ runId: run.id, hunkIndexes: [] })).toEqual(nothing);
  });
});

describe('tests', () => {
  const answer = () => ['```python\nassert add(1, 2) == 3\n```'];

  // Catches the source being replaced by its tests.
  test('become a new file beside the source', async () => {
    const { code } = fixture.codeWith({ answer });
    const run = finishedRun(await runToEnd({ code, action: 'writeTests', fileId: fixture.grant() }));
    expect(run.target).toEqual({ fileName: 'test_sum.py', isNew: true });
    expect(await code.accept({ runId: run.id })).toMatchObject({ ok: true, value: { isWritten: true } });
    expect(await readFile(path.join(fixture.folder, 'test_sum.py'), 'utf8')).toBe('assert add(1, 2) == 3\n');
    expect(await readFile(fixture.filePath, 'utf8')).toBe(source);
  });

  // Catches the tests that are there being overwritten, now or at the time of accepting.
  test('never replace a file', async () => {
    await writeFile(path.join(fixture.folder, 'test_sum.py'), 'mine');
    const { code } = fixture.codeWith({ answer });
    const run = finishedRun(await runToEnd({ code, action: 'writeTests', fileId: fixture.grant() }));
    expect(run.target).toEqual({ fileName: 'test_sum2.py', isNew: true });
    await writeFile(path.join(fixture.folder, 'test_sum2.py'), 'mine too');
    expect(await code.accept({ runId: run.id })).toEqual({
      ok: false,
      error: { code: 'code.notWritten', fileName: 'test_sum2.py', reason: 'EEXIST' },
    });
    expect(await readFile(path.join(fixture.folder, 'test_sum2.py'), 'utf8')).toBe('mine too');
  });
});
