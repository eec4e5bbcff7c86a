import Sqlite from 'better-sqlite3-multiple-ciphers';
import { expect, test } from 'vitest';
import { createConversationStore } from '../../../electron/chat/conversationStore.ts';
import { migrate } from '../../../electron/storage/migrate.ts';
import { migrations } from '../../../electron/storage/migrations/all.ts';
import { temporaryFolder } from '../../support/temporaryDatabase.ts';

test('chats of older versions keep the documents they are about', () => {
  const dataFolder = temporaryFolder();
  const database = new Sqlite(':memory:');
  const before = migrations.findIndex((step) => step.includes('add column scope'));
  expect(migrate({ database, dataFolder, steps: migrations.slice(0, before) }).ok).toBe(true);
  const insert = database.prepare(
    "insert into conversations (id, title, document_ids, created_at, updated_at) values (?, '', ?, '', ?)",
  );
  insert.run('about', '["lease","mail"]', '2');
  insert.run('plain', '[]', '1');
  expect(migrate({ database, dataFolder }).ok).toBe(true);
  const { conversations } = createConversationStore(database).list({ offset: 0, limit: 10 });
  expect(conversations.map(({ id, scope }) => ({ id, scope }))).toEqual([
    { id: 'about', scope: { documentIds: ['lease', 'mail'] } },
    { id: 'plain', scope: null },
  ]);
  database.close();
});
