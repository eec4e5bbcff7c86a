import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { filePassword, makeProtectedPdf, protectedText } from '../support/documents/protectedFiles.ts';
import { runJson, runSotto } from '../support/runSotto.ts';

const tides = `# Tides

The moon pulls the water of the oceans, and the water rises twice a day on most coasts. Fishermen knew this long before anyone could explain it.

## Harbours

A harbour with a narrow mouth sees smaller tides than an open bay. Engineers use tide tables to plan when a large ship can pass the bar. The tables are computed a year ahead.
`;
const bees = `# Bees

A colony of bees keeps its brood at thirty-five degrees. Workers shiver to warm the hive in winter and fan their wings to cool it in summer. Nobody tells them to.
`;

let folder = '';
let dataDir = '';
let library = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sotto-cli-'));
  dataDir = path.join(folder, 'data');
  library = path.join(folder, 'library');
  await mkdir(path.join(library, 'sub'), { recursive: true });
  await mkdir(path.join(library, '.hidden'));
  await mkdir(path.join(library, 'node_modules'));
  await writeFile(path.join(library, 'tides.md'), tides);
  await writeFile(path.join(library, 'sub', 'bees.md'), bees);
  await writeFile(path.join(library, 'empty.txt'), '');
  await writeFile(path.join(library, 'picture.ico'), 'no document');
  await writeFile(path.join(library, '.hidden', 'secret.md'), '# Secret bees\n\nHidden bees.');
  await writeFile(path.join(library, 'node_modules', 'readme.md'), '# Module bees\n\nForeign bees.');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inData = (...parameters: string[]) => [...parameters, '--data-dir', dataDir];
const tidesPath = () => path.join(library, 'tides.md');
const beesPath = () => path.join(library, 'sub', 'bees.md');

describe('read', () => {
  // Catches fields that programs read being renamed, or a data folder being made for a command that needs none.
  test('prints the blocks of a document and leaves no trace', async () => {
    const { exitCode, json } = await runJson(inData('read', beesPath()));
    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: {
        title: 'Bees',
        language: 'en',
        pages: 1,
        blocks: [
          { kind: 'heading', text: 'Bees', page: 1, headings: [] },
          {
            kind: 'paragraph',
            text: expect.stringContaining('thirty-five degrees'),
            page: 1,
            headings: ['Bees'],
          },
        ],
      },
    });
    expect(await readdir(folder)).toEqual(['library']);
  });

  // Catches markup or JSON in the plain text.
  test('prints plain text by default', async () => {
    const { exitCode, stdout } = await runSotto(['read', beesPath()]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: bees });
  });

  // Catches a password that must stand in the command line, or a wrong one that is not told from none.
  test('takes the password of a protected file from what is piped in', async () => {
    const file = path.join(folder, 'locked.pdf');
    await writeFile(file, makeProtectedPdf());
    const read = (input: string, ...options: string[]) =>
      runSotto(['read', file, '--json', ...options], { input });
    const ends = [
      await read(`${filePassword}\nsecond line\n`, '--password-stdin'),
      await read('another\n', '--password-stdin'),
      await read(''),
    ].map(({ exitCode, stdout }) => ({ exitCode, json: JSON.parse(stdout) }));
    await rm(file);
    expect(ends).toMatchObject([
      { exitCode: 0, json: { blocks: [{ text: protectedText }] } },
      { exitCode: 1, json: { error: { code: 'documents.passwordWrong' } } },
      { exitCode: 1, json: { error: { code: 'documents.passwordProtected', canBeOpened: true } } },
    ]);
  });

  // Catches a failure that exits with 0, or whose facts are lost in the words.
  test('fails with the facts of the error', async () => {
    const { exitCode, json } = await runJson(['read', path.join(library, 'nowhere.pdf')]);
    expect({ exitCode, json }).toEqual({
      exitCode: 1,
      json: {
        error: {
          code: 'documents.fileMissing',
          fileName: 'nowhere.pdf',
          message: 'There is no file nowhere.pdf. Check the path.',
        },
      },
    });
  });
});

// One after the other: they share the data folder, as a person's commands do.
describe('a library', () => {
  // Catches questions to an empty library being answered with an empty list that looks like "no match".
  test('says that it is empty', async () => {
    const { exitCode, json } = await runJson(inData('ask', 'What', 'warms', 'the', 'hive?', '--no-model'));
    expect({ exitCode, json }).toEqual({
      exitCode: 1,
      json: { error: { code: 'cli.noDocuments', message: expect.stringContaining('sotto index') } },
    });
  });

  // Catches hidden folders, node_modules or foreign formats being read, and one bad file ending the whole run.
  test('is indexed, with what failed', async () => {
    const { exitCode, json } = await runJson(inData('index', library));
    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: {
        added: 2,
        unchanged: 0,
        moved: 0,
        removed: 0,
        failed: [
          {
            path: path.join(library, 'empty.txt'),
            code: 'documents.emptyFile',
            message: expect.stringContaining('empty'),
          },
        ],
        chunks: expect.any(Number),
        elapsedMs: expect.any(Number),
      },
    });
  });

  // Catches the same files being added twice.
  test('is unchanged when indexed again', async () => {
    const { json } = await runJson(inData('index', tidesPath(), beesPath()));
    expect(json).toMatchObject({ added: 0, unchanged: 2, failed: [] });
  });

  // Catches success being reported where nothing could be read.
  test('fails when nothing could be indexed', async () => {
    const { exitCode, json } = await runJson(inData('index', path.join(library, 'empty.txt')));
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({
      added: 0,
      failed: [{ code: 'documents.emptyFile' }],
      error: { code: 'cli.nothingIndexed' },
    });
  });

  // Catches a wrong or renamed field in what search prints.
  test('is searched', async () => {
    const { exitCode, json } = await runJson(inData('search', 'shiver', 'hive', '--limit', '1'));
    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: [
        {
          path: beesPath(),
          title: 'Bees',
          page: 1,
          score: expect.any(Number),
          text: expect.stringContaining('Workers shiver'),
          foundBy: ['words'],
        },
      ],
    });
  });

  // Catches filters that are not passed on, or that pass over a name that does not exist.
  test('is searched and asked within a collection, a type, a time and a folder', async () => {
    const paths = async (...parameters: string[]) => {
      const { json } = await runJson(inData('search', 'the', 'hive', 'water', ...parameters));
      const found = z.array(z.object({ path: z.string() })).parse(json);
      return [...new Set(found.map((each) => each.path))].toSorted();
    };
    expect((await runJson(inData('collections', 'create', 'Insects'))).exitCode).toBe(0);
    const added = await runJson(inData('collections', 'add', 'insects', path.join(library, 'sub')));
    expect(added.json).toEqual({ name: 'Insects', documents: 1, folders: [path.join(library, 'sub')] });
    expect(await paths()).toEqual([beesPath(), tidesPath()].toSorted());
    expect(await paths('--collection', 'Insects')).toEqual([beesPath()].toSorted());
    expect(await paths('--path', path.join(library, 'sub'), '--type', 'md')).toEqual([beesPath()].toSorted());
    expect(await paths('--type', 'pdf')).toEqual([]);
    expect(await paths('--until', '2001-01-31')).toEqual([]);
    const asked = await runJson(inData('ask', 'What of the water?', '--collection', 'Insects'));
    expect(JSON.stringify(asked.json)).not.toContain(tidesPath());
    expect((await runJson(inData('search', 'hive', '--collection', 'Birds'))).json).toEqual({
      error: expect.objectContaining({ code: 'cli.collectionNotFound', known: ['Insects'] }),
    });
    expect((await runJson(inData('search', 'hive', '--since', '2026-02-31'))).exitCode).toBe(2);
    expect((await runJson(inData('collections', 'remove', 'Insects'))).exitCode).toBe(0);
    expect((await runJson(inData('search', 'hive'))).json).toHaveLength(1);
  });

  // Catches lines and answers getting out of step, which an evaluation would count as wrong answers.
  test('answers one line per query', async () => {
    const { exitCode, stdout } = await runSotto(inData('search', '-'), {
      input: 'shiver hive\n\nzzzz\ntide tables',
    });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(exitCode).toBe(0);
    expect(answers).toEqual([
      [expect.objectContaining({ path: beesPath() })],
      [],
      [],
      [expect.objectContaining({ path: tidesPath() })],
    ]);
  });

  // Catches a summary without a model that does not say so, or that gives another number of sentences.
  test('gives exactly so many key sentences', async () => {
    const { exitCode, json } = await runJson(
      inData('summarize', tidesPath(), '--no-model', '--sentences', '2'),
    );
    const points = [
      { text: expect.any(String), pages: [1, 1] },
      { text: expect.any(String), pages: [1, 1] },
    ];
    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: {
        mode: 'extractive',
        model: null,
        style: 'keyPoints',
        summary: expect.any(String),
        points,
        coverage: { sectionsRead: expect.any(Number), sectionsTotal: expect.any(Number) },
        stats: { elapsedMs: expect.any(Number), pages: 1, words: expect.any(Number) },
      },
    });
  });

  // Catches instant mode being passed off as a model's summary.
  test('says on stderr that no model is installed', async () => {
    const summary = await runSotto(inData('summarize', tidesPath()));
    expect(summary.exitCode).toBe(0);
    expect(summary.stdout).toContain('Key sentences of Tides');
    expect(summary.stderr).toContain('sotto models add');
    expect((await runSotto(inData('summarize', tidesPath(), '--quiet'))).stderr).toBe('');
  });

  // Catches passages of other documents in an answer about one.
  test('answers with passages when there is no model', async () => {
    const { exitCode, json } = await runJson(
      inData('ask', 'How', 'warm', 'is', 'the', 'water?', '--doc', tidesPath()),
    );
    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: {
        answer: expect.stringContaining('[1] '),
        citations: expect.arrayContaining([{ n: 1, path: tidesPath(), page: 1, text: expect.any(String) }]),
        mode: 'passages',
      },
    });
    expect(JSON.stringify(json)).not.toContain('brood');
  });

  // Catches --data-dir and its environment variable meaning different folders.
  test('is found through SOTTO_DATA_DIR', async () => {
    const { json } = await runJson(['search', 'tide'], { environment: { SOTTO_DATA_DIR: dataDir } });
    expect(json).toEqual([expect.objectContaining({ path: tidesPath() })]);
  });

  // Catches a wrong key being taken for a damaged database, or worse, for an empty one.
  test('does not open with another key', async () => {
    const { exitCode, json } = await runJson(inData('search', 'tide'), {
      environment: { SOTTO_KEY: 'ab'.repeat(32) },
    });
    expect({ exitCode, json }).toEqual({
      exitCode: 1,
      json: {
        error: {
          code: 'storage.wrongKey',
          dataFolder: dataDir,
          message: expect.stringContaining('SOTTO_KEY'),
        },
      },
    });
  });
});
