import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  contextFilePath,
  contextsFolder,
  keepOnlyContextsOf,
} from '../../../electron/engine/contextFiles.ts';
import { temporaryFolder } from '../../support/temporaryDatabase.ts';

const databaseKeyHex = '0f'.repeat(32);

test('the key is another than the database has, and the same in every run', () => {
  const { keyHex } = contextsFolder({ dataFolder: '/data', databaseKeyHex });
  // HKDF-SHA256 of 32 bytes 0x0f, no salt, info "sotto contexts 1": existing files depend on it.
  expect(keyHex).toBe('fab23a6b94321cd8b9e1af59767424848c42025d881e20897278cff663e086ea');
  expect(contextsFolder({ dataFolder: '/data', databaseKeyHex: 'f0'.repeat(32) }).keyHex).not.toBe(keyHex);
});

test('what belongs to no conversation any more is removed at the start', async () => {
  const contexts = contextsFolder({ dataFolder: temporaryFolder(), databaseKeyHex });
  await keepOnlyContextsOf(contexts, ['kept']);
  mkdirSync(contexts.folder);
  for (const key of ['kept', 'deleted']) writeFileSync(contextFilePath(contexts, key), '');
  await keepOnlyContextsOf(contexts, ['kept', 'without a file']);
  expect(readdirSync(contexts.folder)).toHaveLength(1);
  expect(existsSync(contextFilePath(contexts, 'kept'))).toBe(true);
});
