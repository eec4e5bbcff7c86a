import { expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { runInProcess } from '../support/runInProcess.ts';
import { runJson, runSotto } from '../support/runSotto.ts';

const commands = [
  'summarize',
  'read',
  'index',
  'search',
  'ask',
  'chat',
  'serve',
  'models add',
  'models list',
  'models remove',
  'code explain',
  'code fix',
  'code review',
  'code test',
  'code doc',
];

async function run(parameters: readonly string[]) {
  const running = runInProcess({ parameters });
  return { exitCode: await running.exitCode, stdout: running.stdout.text(), stderr: running.stderr.text() };
}

// Catches a command that lacks one of the options people and programs rely on everywhere.
test.each(commands)('%s has help with the common options', async (command) => {
  const { exitCode, stdout } = await run([...command.split(' '), '--help']);
  const options = ['--help', '--json', '--quiet', '--data-dir <', '--model <', '--no-model'];
  const missing = options.filter((option) => !stdout.includes(option));
  expect({ exitCode, missing }).toEqual({ exitCode: 0, missing: [] });
});

// Catches misuse being told apart from failure by words only: scripts look at the exit code.
test.each([
  ['an unknown command', ['sing']],
  ['an unknown option', ['search', 'x', '--loud']],
  ['a missing argument', ['summarize']],
  ['too many arguments', ['read', 'a.txt', 'b.txt']],
  ['a count that is none', ['search', 'x', '--limit', 'many']],
  ['a length that does not exist', ['summarize', 'a.txt', '--length', 'epic']],
  [
    'a pair of options that contradict each other',
    ['summarize', 'a.txt', '--sentences', '3', '--model', 'x'],
  ],
  ['a patch of what changes nothing', ['code', 'explain', 'a.py', '--diff']],
  ['standard input that is to be written', ['code', 'fix', '-', '--write']],
])('%s is misuse: exit code 2', async (_, parameters) => {
  const { exitCode, stdout } = await run([...parameters, '--json']);
  expect({ exitCode, json: JSON.parse(stdout) }).toEqual({
    exitCode: 2,
    json: {
      error: { code: 'cli.misuse', reason: expect.any(String), message: expect.stringContaining('--help') },
    },
  });
});

// Catches exit codes and streams that are right in tests only, because the entry drops them.
test('a real process exits with the code and prints where it should', async () => {
  expect(await runSotto(['--version'])).toEqual({
    exitCode: 0,
    stdout: `${packageFile.version}\n`,
    stderr: '',
  });
  expect((await runJson(['search', 'x', '--loud'])).exitCode).toBe(2);
  const { exitCode, stdout, stderr } = await runSotto([]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('Usage: sotto');
});

// Catches advice on rights for a folder, which is named where a file is meant.
test('a folder in place of a file is told how folders are added', async () => {
  const { exitCode, json } = await runJson(['read', 'tests']);
  expect({ exitCode, json }).toEqual({
    exitCode: 1,
    json: {
      error: {
        code: 'documents.notReadable',
        fileName: 'tests',
        reason: 'not a file',
        message:
          'tests is not a file. Name a file; for all documents in a folder, there is: sotto index FOLDER',
      },
    },
  });
});
