import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { runInProcess } from '../support/runInProcess.ts';

let folder = '';
const file = (name: string) => path.join(folder, name);
const inData = (...parameters: string[]) => [...parameters, '--data-dir', file('data')];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sotto-cli-'));
  const paragraph = `${distinctWords(60).join(' ')}.\n\n`;
  await writeFile(file('long.md'), `# Long\n\n${paragraph.repeat(120)}`);
  const answer = `${distinctWords(40).join(' ')}.`;
  makeScriptedModel({ path: file('slow.gguf'), name: 'Slow', text: answer, slowness: 60 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// Catches a paused summary that starts over, a pause that is reported as a result, and a bar that stays on the screen.
test('Ctrl-C pauses a summary, and the next run goes on from there', async () => {
  const parameters = inData(
    'summarize',
    file('long.md'),
    '--length',
    'short',
    '--json',
    '--model',
    file('slow.gguf'),
  );
  const first = runInProcess({ parameters, isTerminal: true });
  await first.stderr.shown(/Read ([2-9]|\d\d) of \d+ sections/);
  first.stop('SIGINT');
  expect(await first.exitCode).toBe(130);
  const paused: unknown = JSON.parse(first.stdout.text());
  expect(paused).toEqual({
    error: {
      code: 'cli.summaryPaused',
      sectionsRead: expect.any(Number),
      sectionsTotal: expect.any(Number),
      message: expect.stringContaining('Run the same command again'),
    },
  });
  expect(first.stderr.text().endsWith('\r\u001b[2K')).toBe(true);

  const second = runInProcess({ parameters });
  await second.stderr.shown(/Resuming at section ([3-9]|\d\d) of \d+\./);
  second.stop('SIGINT');
  expect(await second.exitCode).toBe(130);
});

// Catches a server that does not end, that leaves the data folder locked, or that prints no link a script can use.
test('serve prints its link and ends cleanly', async () => {
  const rendererFolder = file('renderer');
  await mkdir(rendererFolder);
  await writeFile(path.join(rendererFolder, 'index.html'), '<!doctype html><title>Sotto</title>');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const serving = runInProcess({
      parameters: inData('serve', '--json', '--open'),
      places: { rendererFolder },
    });
    await serving.stdout.shown(/\n/);
    const started = JSON.parse(serving.stdout.text());
    expect(started).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
      port: expect.any(Number),
    });
    expect(await (await fetch(started.url)).text()).toContain('<title>Sotto</title>');
    await serving.stderr.shown(/Open the link above/);
    serving.stop(signal);
    expect(await serving.exitCode).toBe(0);
    await expect(fetch(started.url)).rejects.toThrow();
  }
});

// Catches a half-installed Sotto that serves a blank page.
test('serve says when the window was not built', async () => {
  const { exitCode, stdout } = runInProcess({
    parameters: inData('serve', '--json'),
    places: { rendererFolder: file('nowhere') },
  });
  expect(await exitCode).toBe(1);
  expect(JSON.parse(stdout.text())).toMatchObject({
    error: { code: 'cli.rendererMissing', folder: file('nowhere') },
  });
});
