import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3-multiple-ciphers';
import { applyPatch } from 'diff';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeNotGguf } from '../support/models/brokenModels.ts';
import { makeLoraAdapter } from '../support/models/loraAdapter.ts';
import { distinctWords, makeScriptedModel } from '../support/models/scriptedModel.ts';
import { runJson, runSotto, startSotto } from '../support/runSotto.ts';

const answer = 'Workers shiver together, so brood stays warm [1].';
const source = 'def add(a, b):\n    return a - b';
const fixed = 'def add(a, b):\n    return a + b';

let folder = '';
let dataDir = '';
const file = (name: string) => path.join(folder, name);
const inData = (...parameters: string[]) => [...parameters, '--data-dir', dataDir];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sotto-cli-'));
  dataDir = file('data');
  await writeFile(file('bees.md'), '# Bees\n\nWorkers shiver to warm the brood.\n');
  await writeFile(file('sum.py'), source);
  const answerer = makeScriptedModel({ path: file('answer.gguf'), name: 'Answerer', text: answer });
  makeLoraAdapter({
    ...{ path: file('lora.gguf'), model: answerer },
    detours: [{ after: 'Workers', say: ' stays' }],
  });
  makeScriptedModel({
    path: file('fix.gguf'),
    name: 'Fixer',
    text: `Here:\n\n\`\`\`python\n${fixed}\n\`\`\`\nDone.`,
  });
  makeScriptedModel({
    path: file('slow.gguf'),
    name: 'Slow',
    text: distinctWords(400).join(' '),
    slowness: 100,
  });
  makeNotGguf(file('broken.gguf'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('with models', () => {
  // Catches code help that falls silently into some other mode without a model.
  test('code needs one, and says how to get it', async () => {
    const { exitCode, json } = await runJson(inData('code', 'explain', file('sum.py')));
    expect({ exitCode, json }).toEqual({
      exitCode: 1,
      json: { error: { code: 'models.noneInstalled', message: expect.stringContaining('sotto models add') } },
    });
  });

  // Catches a model that is added under another shape than the list shows.
  test('a model is added and listed', async () => {
    const added = await runJson(inData('models', 'add', file('answer.gguf')));
    expect(added).toEqual({ exitCode: 0, json: expect.objectContaining({ name: 'Answerer', kind: 'chat' }) });
    expect(await runJson(inData('models', 'list'))).toEqual({ exitCode: 0, json: [added.json] });
  });

  // Catches a broken file becoming a model that fails at its first use.
  test('a file that is no model is refused', async () => {
    const { exitCode, json } = await runJson(inData('models', 'add', file('broken.gguf')));
    expect({ exitCode, json }).toEqual({
      exitCode: 1,
      json: { error: { code: 'engine.notGguf', fileName: 'broken.gguf', message: expect.any(String) } },
    });
  });

  // Catches an adapter that is listed and changes nothing, or stays after it was removed.
  test('an adapter is added, counts for the next answer, and is removed', async () => {
    const { exitCode, json } = await runJson(
      inData('models', 'adapter', 'add', 'Answerer', file('lora.gguf'), '--scale', '1'),
    );
    const adapter = expect.objectContaining({ name: 'Detour', fileName: 'lora.gguf', scale: 1 });
    expect({ exitCode, json }).toEqual({ exitCode: 0, json: [adapter] });
    expect((await runJson(inData('ask', 'Who shivers?', '--doc', file('bees.md')))).json).toMatchObject({
      answer: 'Workers stays warm [1].',
    });
    const removed = await runJson(inData('models', 'adapter', 'remove', 'answerer', 'detour'));
    expect(removed).toEqual({ exitCode: 0, json: [] });
    const listed = await runSotto(inData('models', 'adapter', 'list', 'Answerer'));
    expect(listed.stdout).toContain('sotto models adapter add MODEL PATH');
    const misused = inData('models', 'adapter', 'add', 'Answerer', file('lora.gguf'), '--scale', '9');
    expect((await runSotto(misused)).exitCode).toBe(2);
  });

  // Catches citations that name no page, and questions that pile up among the person's conversations.
  test('a question is answered with citations, and not kept', async () => {
    const { exitCode, json } = await runJson(inData('ask', 'Who', 'shivers?', '--doc', file('bees.md')));
    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: {
        answer,
        citations: [{ n: 1, path: file('bees.md'), page: 1, text: expect.stringContaining('shiver') }],
        mode: 'model',
        model: 'Answerer',
        notFoundBy: null,
        query: null,
        sentences: [
          {
            text: answer,
            verdict: expect.stringMatching(/^(supported|unsupported|unchecked)$/),
            checkedBy: expect.toBeOneOf(['words', 'model', null]),
            citations: [1],
            unknownCitations: [],
            missing: [],
          },
        ],
      },
    });
    expect(await countConversations()).toBe(0);
    await runSotto(inData('ask', 'Who shivers?', '--keep'));
    expect(await countConversations()).toBe(1);
  });

  // Catches the answer being printed twice, once while it grows and once at its end.
  test('the answer is printed once, with its sources', async () => {
    const { stdout } = await runSotto(inData('ask', 'Who shivers?'));
    expect(stdout.split('\n')).toEqual([
      answer,
      '',
      `[1] ${file('bees.md')}, p. 1`,
      expect.stringMatching(/^Sentences checked: 1 /),
      ...(stdout.includes('\n! ') ? [`! [1] does not say so: “${answer}”`] : []),
      '',
    ]);
  });

  // Catches messages that lose their conversation, or answers that are not one line each.
  test('every piped line is a message', async () => {
    const { exitCode, stdout, stderr } = await runSotto(inData('chat', '--json'), {
      input: 'Hello\n\nAgain\n',
    });
    const said = { answer, citations: [], mode: 'model', stopReason: 'endOfAnswer' };
    const line = JSON.stringify({ ...said, notFoundBy: null, sentences: [] });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: `${line}\n${line}\n`, stderr: '' });
  });

  // Catches a summary in model mode that lacks its coverage or the pages of its points.
  test('a document is summarised through the model', async () => {
    const { exitCode, json } = await runJson(inData('summarize', file('bees.md'), '--length', 'short'));
    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: {
        mode: 'model',
        model: { id: expect.any(String), name: 'Answerer' },
        style: 'keyPoints',
        language: 'en',
        summary: expect.stringContaining('Workers shiver'),
        points: expect.arrayContaining([{ text: expect.any(String), pages: [1, 1] }]),
        coverage: { sectionsRead: 1, sectionsTotal: 1 },
        stats: {
          elapsedMs: expect.any(Number),
          writingMs: expect.any(Number),
          pages: 1,
          words: expect.any(Number),
        },
      },
    });
  });

  // Catches --model changing what the person's other commands use.
  test('--model takes a file for this run only', async () => {
    const { json } = await runJson(inData('code', 'explain', file('sum.py'), '--model', file('fix.gguf')));
    expect(json).toMatchObject({ action: 'explain', model: 'Fixer', hunks: null });
    const settingsPath = path.join(dataDir, 'settings.json');
    const settings = existsSync(settingsPath) ? await readFile(settingsPath, 'utf8') : '';
    const models = await runJson(inData('models', 'list'));
    for (const { id } of modelsOf(models.json)) expect(settings).not.toContain(id);
  });

  // Catches a file being written without being asked to, and a patch that does not apply (here: no last line break).
  test('a change is printed as a patch that applies, and nothing is written', async () => {
    const { exitCode, stdout } = await runSotto(
      inData('code', 'fix', file('sum.py'), '--diff', '--model', 'Fixer'),
    );
    expect(exitCode).toBe(0);
    expect(applyPatch(source, stdout)).toBe(fixed);
    expect(await readFile(file('sum.py'), 'utf8')).toBe(source);
  });

  // Catches standard input being taken for a file called "-".
  test('source code is read from standard input', async () => {
    const parameters = inData('code', 'fix', '-', '--file-name', 'pipe.py', '--model', 'fixer');
    const { json } = await runJson(parameters, { input: source });
    expect(json).toMatchObject({ target: { fileName: 'pipe.py', isNew: false }, isWritten: false });
  });

  // Catches --write leaving the file as it was, or changing more than the hunks.
  test('--write writes the change', async () => {
    const { exitCode } = await runSotto(inData('code', 'fix', file('sum.py'), '--write', '--model', 'Fixer'));
    expect(exitCode).toBe(0);
    expect(await readFile(file('sum.py'), 'utf8')).toBe(fixed);
  });

  // Catches a name that fits nothing being replaced by the default model.
  test('an unknown model is an error', async () => {
    const { exitCode, json } = await runJson(inData('ask', 'Who?', '--model', 'nobody'));
    expect({ exitCode, json }).toEqual({
      exitCode: 1,
      json: { error: { code: 'models.notFound', message: expect.stringContaining('sotto models list') } },
    });
  });

  // Catches a stopped answer that ends as success, is lost, or leaves the database locked.
  // The second signal follows at once, as `timeout` and some terminals send it; it is still one wish.
  test('Ctrl-C stops an answer and keeps what was printed', async () => {
    const asking = startSotto(inData('ask', 'Who shivers?', '--model', file('slow.gguf')), { input: '' });
    await asking.printed('baban baben');
    asking.process.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 30));
    asking.process.kill('SIGINT');
    const { exitCode, stdout, stderr } = await asking.ended;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/^baban baben /);
    expect(stdout.length).toBeLessThan(2000);
    expect(stderr).toContain('Stopped.');
    expect((await runJson(inData('models', 'list'))).exitCode).toBe(0);
  });

  // Catches two processes writing to one database, and a refusal that does not say which one is in the way.
  test('a second Sotto on the same data is refused, while read still works', async () => {
    const first = startSotto(inData('chat', '--json', '--model', 'Answerer'));
    first.process.stdin.write('Hello\n');
    await first.printed('"answer"');
    const second = await runJson(inData('models', 'list'));
    expect(second).toEqual({
      exitCode: 1,
      json: {
        error: {
          code: 'storage.inUse',
          dataFolder: dataDir,
          processId: first.process.pid,
          message: `Sotto is already open with this data folder (process ${first.process.pid}). Close it, or choose another with --data-dir.`,
        },
      },
    });
    expect((await runSotto(['read', file('bees.md')])).exitCode).toBe(0);
    first.process.stdin.end();
    expect((await first.ended).exitCode).toBe(0);
  });

  // Catches a removed model that is still listed, or whose file of the person's is deleted.
  test('a model is removed by name, and its file stays', async () => {
    expect((await runJson(inData('models', 'remove', 'Answerer'))).exitCode).toBe(0);
    const { json } = await runJson(inData('models', 'list'));
    expect(modelsOf(json).map(({ name }) => name)).not.toContain('Answerer');
    expect(existsSync(file('answer.gguf'))).toBe(true);
  });
});

function modelsOf(json: unknown): { id: string; name: string }[] {
  if (!Array.isArray(json)) throw new Error('No list of models');
  return json;
}

async function openDatabase() {
  const database = new Sqlite(path.join(dataDir, 'sotto.db'), { readonly: true });
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  database.pragma(`key = "x'${(await readFile(path.join(dataDir, 'database.key'), 'utf8')).trim()}'"`);
  return database;
}

async function countConversations(): Promise<unknown> {
  const database = await openDatabase();
  try {
    return database.prepare('select count(*) from conversations').pluck().get();
  } finally {
    database.close();
  }
}
