import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findFiles } from '../../../electron/cli/findFiles.ts';

// Catches loops through links, foreign formats and dependencies being indexed, and a named file being dropped.
test('finds the readable files of folders, in order and each once', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sotto-find-'));
  try {
    const files = [
      'b.md',
      'a.PDF',
      'c.htm',
      'image.png',
      'main.py',
      'Makefile',
      '.hidden.md',
      'sub/d.docx',
      '.git/e.md',
      'node_modules/f.md',
    ];
    for (const name of files) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), 'x');
    }
    if (process.platform !== 'win32') await symlink(folder, path.join(folder, 'sub', 'loop'));
    const image = path.join(folder, 'image.png');
    const missing = path.join(folder, 'missing.md');
    expect(await findFiles([folder, image, path.join(folder, 'b.md'), missing])).toEqual([
      ...['a.PDF', 'b.md', 'c.htm', 'main.py', 'sub/d.docx'].map((name) => path.join(folder, name)),
      image,
      missing,
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
