import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const repository = path.resolve(import.meta.dirname, '../..');
const cruiser = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const config = path.join(repository, '.dependency-cruiser.mjs');

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** A small Sotto that keeps every rule. */
const cleanTree: Record<string, string> = {
  'node_modules/zod/package.json': '{"name":"zod","main":"index.js"}',
  'node_modules/zod/index.js': '',
  'node_modules/electron/package.json': '{"name":"electron","main":"index.js"}',
  'node_modules/electron/index.js': '',
  'node_modules/node-llama-cpp/package.json': '{"name":"node-llama-cpp","main":"index.js"}',
  'node_modules/node-llama-cpp/index.js': '',
  'shared/result.ts': "import { z } from 'zod';\nexport const result = z;\n",
  'electron/main.ts': "import 'electron';\nimport './assistant.ts';\n",
  'electron/assistant.ts':
    "import './chat/prompt.ts';\nimport './documents/chunk.ts';\nimport './ipc/router.ts';\nimport './storage/second.ts';\n",
  'electron/ipc/router.ts': "import type { R } from '../../shared/result.ts';\nexport type Router = R;\n",
  'electron/storage/second.ts': "import './first.ts';\n",
  'electron/storage/first.ts': "import '../../shared/result.ts';\n",
  'electron/chat/prompt.ts': "import '../../shared/result.ts';\n",
  'electron/documents/chunk.ts': "import '../../shared/result.ts';\n",
  'electron/engine/process/main.ts': "import 'node-llama-cpp';\nimport '../../../shared/result.ts';\n",
  'renderer/main.tsx': "import './features/chat/Chat.tsx';\nimport './features/documents/Documents.tsx';\n",
  'renderer/features/chat/Chat.tsx':
    "import { Button } from '../../ui/Button.tsx';\nimport { client } from '../../bridge/client.ts';\nexport const Chat = () => <Button client={client} />;\n",
  'renderer/features/documents/Documents.tsx': "import '../../ui/Button.tsx';\n",
  'renderer/ui/Button.tsx': 'export const Button = (_: object) => <button />;\n',
  'renderer/bridge/client.ts': "import '../../shared/result.ts';\nexport const client = {};\n",
  'tests/some.test.ts': "import '../electron/assistant.ts';\n",
};

/** One offence each: the file, what is appended to it, the rule that must name it, and what it points at. */
const offences = [
  [
    'shared/result.ts',
    "import '../electron/assistant.ts';",
    '1-shared-imports-shared-and-zod',
    'electron/assistant.ts',
  ],
  ['shared/result.ts', "import 'node:fs';", '1-shared-imports-shared-and-zod', 'fs'],
  [
    'renderer/bridge/client.ts',
    "import type { R } from '../../electron/ipc/router.ts';",
    '2-renderer-stays-in-the-page',
    'electron/ipc/router.ts',
  ],
  [
    'renderer/bridge/client.ts',
    "export { ipcRenderer } from 'electron';",
    '2-renderer-stays-in-the-page',
    'node_modules/electron/index.js',
  ],
  ['renderer/main.tsx', "import('node:net');", '2-renderer-has-no-node', 'net'],
  [
    'electron/chat/prompt.ts',
    "import type { Props } from '../../renderer/ui/Button.tsx';",
    '3-electron-never-imports-renderer',
    'renderer/ui/Button.tsx',
  ],
  [
    'electron/assistant.ts',
    "import type { Llama } from 'node-llama-cpp';",
    '4-llama-only-in-the-engine-process',
    'node_modules/node-llama-cpp/index.js',
  ],
  [
    'electron/documents/chunk.ts',
    "import { app } from 'electron';",
    '4-electron-only-at-the-desktop-edge',
    'node_modules/electron/index.js',
  ],
  [
    'electron/chat/prompt.ts',
    "import type { Chunk } from '../documents/chunk.ts';",
    '5-chat-imports-no-other-domain',
    'electron/documents/chunk.ts',
  ],
  [
    'electron/documents/chunk.ts',
    "import { x } from '../chat/prompt.ts';",
    '5-documents-imports-no-other-domain',
    'electron/chat/prompt.ts',
  ],
  [
    'electron/models/add.ts',
    "import { x } from '../chat/prompt.ts';",
    '5-models-imports-no-other-domain',
    'electron/chat/prompt.ts',
  ],
  [
    'electron/code/run.ts',
    "import { x } from '../chat/prompt.ts';",
    '5-code-imports-no-other-domain',
    'electron/chat/prompt.ts',
  ],
  [
    'electron/settings/read.ts',
    "import { x } from '../chat/prompt.ts';",
    '5-settings-imports-no-other-domain',
    'electron/chat/prompt.ts',
  ],
  [
    'electron/chat/prompt.ts',
    "import type { Router } from '../ipc/router.ts';",
    '5-domains-never-import-ipc',
    'electron/ipc/router.ts',
  ],
  [
    'renderer/features/chat/Chat.tsx',
    "import '../documents/Documents.tsx';",
    '6-features-do-not-import-each-other',
    'renderer/features/documents/Documents.tsx',
  ],
  [
    'renderer/ui/Button.tsx',
    "import type { C } from '../features/chat/Chat.tsx';",
    '6-ui-knows-no-product',
    'renderer/features/chat/Chat.tsx',
  ],
  [
    'renderer/ui/Button.tsx',
    "import { client } from '../bridge/client.ts';",
    '6-ui-knows-no-product',
    'renderer/bridge/client.ts',
  ],
  [
    'electron/storage/first.ts',
    "import type { B } from './second.ts';",
    '7-no-cycles',
    'electron/storage/second.ts',
  ],
  ['electron/storage/lonely.ts', 'export const lonely = 1;', '7-no-orphans', 'electron/storage/lonely.ts'],
  [
    'electron/storage/unreached.ts',
    "import '../../shared/result.ts';",
    '7-nothing-unreached',
    'electron/storage/unreached.ts',
  ],
  [
    'electron/assistant.ts',
    "import '../tests/some.test.ts';",
    '7-nothing-imports-tests',
    'tests/some.test.ts',
  ],
  [
    'electron/ipc/router.ts',
    "export async function f() {\n  await using x = await import('../../renderer/bridge/client.ts');\n  return x;\n}",
    '3-electron-never-imports-renderer',
    'renderer/bridge/client.ts',
  ],
  ['electron/assistant.ts', "import './gone.ts';", '7-imports-resolve', './gone.ts'],
] as const;

describe('import boundaries', () => {
  let workFolder = '';
  let found: Violation[] = [];

  // One tree holds every offence: starting the checker anew for each would take twenty times as long.
  beforeAll(async () => {
    workFolder = await mkdtemp(path.join(tmpdir(), 'sotto-boundaries-'));
    const tree = { ...cleanTree };
    for (const [file, line] of offences) tree[file] = `${tree[file] ?? ''}${line}\n`;
    found = await cruise(path.join(workFolder, 'offending'), tree);
  });
  afterAll(() => rm(workFolder, { recursive: true, force: true }));

  it('accept a tree that keeps them', async () => {
    expect(await cruise(path.join(workFolder, 'clean'), cleanTree)).toEqual([]);
  });

  it.each(offences)('name %s when it says: %s', (from, _line, rule, to) => {
    expect(found).toContainEqual({ from, to, rule });
  });
});

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: string;
}

async function cruise(root: string, tree: Record<string, string>): Promise<Violation[]> {
  for (const [file, text] of Object.entries(tree)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const folders = ['electron', 'renderer', 'shared', 'tests'];
  const parameters = [cruiser, '--config', config, '--output-type', 'json', ...folders];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, parameters, { cwd: root, maxBuffer: 1 << 26 }, (_error, stdout, stderr) => {
      // The exit code counts the violations.
      if (stdout === '') reject(new Error(stderr));
      else resolve(stdout);
    });
  });
  const { violations } = report.parse(JSON.parse(output)).summary;
  return violations.map(({ from, to, rule }) => ({ from, to, rule: rule.name }));
}
