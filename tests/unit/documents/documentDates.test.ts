import Sqlite from 'better-sqlite3-multiple-ciphers';
import { expect, onTestFinished, test } from 'vitest';
import { declaredDate } from '../../../electron/documents/parse/declaredDate.ts';
import type { Database } from '../../../electron/storage/database.ts';
import { documentDates } from '../../../electron/storage/migrations/0014-document-dates.ts';
import { migrations } from '../../../electron/storage/migrations/all.ts';

test.each([
  ['a mail', 'Fri, 13 Mar 2015 09:30:00 +0100', '2015-03-13T08:30:00.000Z'],
  ['XML', '2019-05-01T12:00:00Z', '2019-05-01T12:00:00.000Z'],
  ['a PDF with its zone', "D:20180607080910+02'00'", '2018-06-07T06:09:10.000Z'],
  ['a PDF that says only the year', 'D:2001', '2001-01-01T00:00:00.000Z'],
  ['no known date', '1601-01-01T00:00:00Z', null],
  ['a clock that was wrong', '2999-01-01T00:00:00Z', null],
  ['a month that there is not', 'D:20181307', null],
  ['words', 'yesterday', null],
  ['nothing', null, null],
])('a date as %s has it', (_, text, moment) => {
  expect(declaredDate(text)).toBe(moment);
});

/** What a person had before documents had dates of their own. */
const before = `
insert into documents (id, title, file_name, path, format, size_bytes, content_hash, language, pages, words, added_at)
  values ('known', 'Known', 'known.pdf', '/known.pdf', 'pdf', 1, 'h1', 'en', 1, 1, '2026-01-01T00:00:00.000Z'),
    ('sent', 'Sent', 'sent.pdf', 'sent.pdf', 'pdf', 1, 'h2', 'en', 1, 1, '2026-02-01T00:00:00.000Z');
insert into library_files (path, folder_id, size_bytes, modified_ms, document_id, state)
  values ('/copy.pdf', null, 1, 1.5e12, 'known', 'done'), ('/known.pdf', null, 1, 1.6e12 + 0.25, 'known', 'done');
insert into conversations (id, title, scope, created_at, updated_at)
  values ('c', 'Asked', '{"addedAfter":"2026-01-01T00:00:00.000Z","formats":["pdf"]}', '', '');
`;

// Catches an update after which documents have no date, or a chat's scope is not understood any more.
test('documents of an older Sotto get the dates of their files, and scopes go by them', () => {
  const database: Database = new Sqlite(':memory:');
  onTestFinished(() => void database.close());
  const place = migrations.indexOf(documentDates);
  for (const step of migrations.slice(0, place)) database.exec(step);
  database.exec(before);
  for (const step of migrations.slice(place)) database.exec(step);
  expect(database.prepare('select id, dated_at from documents order by id').raw().all()).toEqual([
    ['known', '2020-09-13T12:26:40.000Z'],
    ['sent', '2026-02-01T00:00:00.000Z'],
  ]);
  expect(database.prepare('select scope from conversations').pluck().get()).toBe(
    '{"datedAfter":"2026-01-01T00:00:00.000Z","formats":["pdf"]}',
  );
});
