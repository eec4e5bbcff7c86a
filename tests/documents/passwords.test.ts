import { describe, expect, it } from 'vitest';
import {
  filePassword,
  makeProtectedPdf,
  protectedFile,
  protectedText,
} from '../support/documents/protectedFiles.ts';
import { readBytes } from '../support/documents/readBytes.ts';

const files: readonly (readonly [string, Uint8Array])[] = [
  ['a.pdf', makeProtectedPdf()],
  ['2010.docx', protectedFile('docxOf2010')],
  ['2007.docx', protectedFile('docxOf2007')],
  ['aes256.zip', protectedFile('zipWithAes256')],
  ['aes128.zip', protectedFile('zipWithAes128')],
  ['traditional.zip', protectedFile('zipTraditional')],
];

async function readWith(name: string, bytes: Uint8Array, password: string | null) {
  const read = await readBytes(name, bytes, { password });
  return read.ok ? read.value.blocks.map(({ text }) => text).join('\n') : read.error;
}

describe.each(files)('%s', (name, bytes) => {
  it('asks for its password', async () => {
    expect(await readWith(name, bytes, null)).toEqual({
      code: 'documents.passwordProtected',
      fileName: name,
      canBeOpened: true,
    });
  });

  it('opens with it', async () => {
    expect(await readWith(name, bytes, filePassword)).toContain(protectedText);
  });

  it.each(['hafen7', '', 'ключ'])('says that %j does not open it', async (password) => {
    expect(await readWith(name, bytes, password)).toEqual({
      code: 'documents.passwordWrong',
      fileName: name,
    });
  });
});

// A check of one byte lets one wrong password in 256 through; what it unpacks must not be taken for the text.
it('a traditional zip opens with none of a thousand wrong passwords', async () => {
  const bytes = protectedFile('zipTraditional');
  const codes = new Set<string>();
  for (let number = 0; number < 1000; number += 1) {
    const read = await readWith('a.zip', bytes, `wrong ${number}`);
    codes.add(typeof read === 'string' ? read : read.code);
  }
  expect([...codes]).toEqual(['documents.passwordWrong']);
});
