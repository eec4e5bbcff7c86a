import { expect, test } from 'vitest';
import { writeLazily } from '../../../electron/storage/writeLazily.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';

const normal = 1;
const full = 2;

// Catches chats that a power cut takes, because a write before them left the database lazy.
test('only what is written lazily does not wait for the disk, also after a failure', () => {
  const database = temporaryDatabase();
  const waits = () => database.pragma('synchronous', { simple: true });
  expect(waits()).toBe(full);
  expect(writeLazily(database, waits)).toBe(normal);
  expect(waits()).toBe(full);
  const write = database.transaction(() => {
    throw new Error('the disk is full');
  });
  expect(() => writeLazily(database, write)).toThrow('the disk is full');
  expect(waits()).toBe(full);
});
