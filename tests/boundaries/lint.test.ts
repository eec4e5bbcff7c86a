import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const repository = path.resolve(import.meta.dirname, '../..');
const biome = path.join(repository, 'node_modules/@biomejs/biome/bin/biome');

const report = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), severity: z.string(), location: z.object({ path: z.string() }) }),
  ),
});

const lines = (count: number) => 'export {};\n'.repeat(count);

const accepted = {
  'electron/main.ts': lines(150),
  'electron/preload.ts': lines(60),
  'electron/router.ts': `${lines(299)}export const names = ['a'] as const;\n`,
  'electron/cast.ts':
    'export const any: unknown = 1;\n// biome-ignore lint/plugin: the schema was checked one line above\nexport const n = any as number;\n',
};

const offences = [
  ['electron/router.ts', lines(301), 'lint/style/noExcessiveLinesPerFile'],
  ['renderer/App.tsx', lines(301), 'lint/style/noExcessiveLinesPerFile'],
  ['electron/main.ts', lines(151), 'lint/style/noExcessiveLinesPerFile'],
  ['electron/preload.ts', lines(61), 'lint/style/noExcessiveLinesPerFile'],
  ['electron/silenced.ts', '// biome-ignore lint/plugin:\nexport const n = 1;\n', 'suppressions/parse'],
  [
    'electron/needless.ts',
    '// biome-ignore lint/plugin: no longer so\nexport const n = 1;\n',
    'suppressions/unused',
  ],
  ['electron/cast.ts', 'export const any: unknown = 1;\nexport const n = any as number;\n', 'plugin'],
  ['electron/oldCast.ts', 'export const any: unknown = 1;\nexport const n = <number>any;\n', 'plugin'],
  ['electron/inlineType.ts', "export type Button = import('../renderer/ui/Button.tsx').Button;\n", 'plugin'],
  ['electron/any.ts', 'export const n = (a: any) => a;\n', 'lint/suspicious/noExplicitAny'],
  ['electron/bang.ts', 'export const n = (a: string | null) => a!;\n', 'lint/style/noNonNullAssertion'],
  ['electron/default.ts', 'export default 1;\n', 'lint/style/noDefaultExport'],
] as const;

describe('lint rules', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sotto-lint-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('accept files within the limits and an ignored rule that says why', () => {
    expect(lint('clean', accepted)).toEqual([]);
  });

  it.each(offences)('refuse %s (case %#)', (file, text, category) => {
    expect(
      lint(`${offences.findIndex((offence) => offence[1] === text && offence[0] === file)}`, {
        [file]: text,
      }),
    ).toEqual([{ file, category }]);
  });

  function lint(name: string, tree: Record<string, string>) {
    const root = path.join(folder, name);
    for (const [file, text] of Object.entries({ ...tree, '.gitignore': 'dist/\n' })) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    cpSync(path.join(repository, 'biome.json'), path.join(root, 'biome.json'));
    cpSync(
      path.join(repository, 'tests/boundaries/casts.grit'),
      path.join(root, 'tests/boundaries/casts.grit'),
    );
    const run = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '.'], {
      cwd: root,
      encoding: 'utf8',
    });
    return report
      .parse(JSON.parse(run.stdout))
      .diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ category, location }) => ({ file: location.path, category }));
  }
});
