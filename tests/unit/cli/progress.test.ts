import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createOutput } from '../../../electron/cli/output.ts';
import { createProgress } from '../../../electron/cli/progress.ts';
import type { Terminal } from '../../../electron/cli/terminal.ts';

function createTerminal(isTTY: boolean) {
  const written = { stdout: '', stderr: '' };
  const streamTo = (name: 'stdout' | 'stderr') => {
    const stream = new Writable({
      decodeStrings: false,
      write(text, _encoding, done) {
        written[name] += String(text);
        done();
      },
    });
    return Object.assign(stream, { isTTY, columns: 60 });
  };
  const terminal: Terminal = {
    stdin: process.stdin,
    stdout: streamTo('stdout'),
    stderr: streamTo('stderr'),
    environment: {},
    workingFolder: '/',
    signal: new AbortController().signal,
  };
  return { terminal, written };
}

const step = { label: 'Read', done: 37, total: 112, unit: 'sections', remainingMs: 120_000 };

// Catches a bar that lacks the numbers the person waits for, or is left behind on the screen.
test('draws one line on a terminal and takes it away', () => {
  const { terminal, written } = createTerminal(true);
  const progress = createProgress({ terminal, isQuiet: false });
  progress.show(step);
  expect(written.stderr).toBe('\r\u001b[2K[████████░░░░░░░░░░░░░░░░] Read 37 of 112 sections, about 2');
  progress.clear();
  progress.clear();
  expect(written.stderr.endsWith('about 2\r\u001b[2K')).toBe(true);
});

// Catches a result printed into the middle of the bar.
test('the bar is gone before something is printed', () => {
  const { terminal, written } = createTerminal(true);
  const progress = createProgress({ terminal, isQuiet: false });
  const output = createOutput({
    terminal: { ...terminal, stdout: terminal.stderr },
    isJson: false,
    beforePrint: progress.clear,
  });
  progress.show({ label: 'Reading' });
  output.result({ json: null, text: 'Result' });
  expect(written.stderr).toBe('\r\u001b[2K… Reading\r\u001b[2KResult\n');
});

// Catches log files full of progress lines from commands that took a moment.
test('says nothing elsewhere until a command takes long', () => {
  const { terminal, written } = createTerminal(false);
  createProgress({ terminal, isQuiet: false }).show(step);
  expect(written.stderr).toBe('');
});

// Catches --quiet that still talks.
test('says nothing at all with --quiet', () => {
  const { terminal, written } = createTerminal(true);
  const progress = createProgress({ terminal, isQuiet: true });
  progress.show(step);
  progress.note('A note');
  expect(written.stderr).toBe('');
});

// Catches a document or a model that commands the terminal, for example to rewrite what stands above.
test('passes no control sequences on to a terminal', () => {
  const { terminal, written } = createTerminal(true);
  createOutput({ terminal, isJson: false, beforePrint: () => undefined }).piece('a\u001b[2Jb\u009bc\tD\n');
  createProgress({ terminal, isQuiet: false }).note('file\u001b]0;title\u0007.pdf');
  expect(written).toEqual({ stdout: 'a[2Jbc\tD\n', stderr: 'file]0;title.pdf\n' });
});

// Catches text being altered on its way into a file.
test('passes everything on to a pipe', () => {
  const { terminal, written } = createTerminal(false);
  createOutput({ terminal, isJson: false, beforePrint: () => undefined }).piece('a\u001b[2Jb');
  expect(written.stdout).toBe('a\u001b[2Jb');
});
