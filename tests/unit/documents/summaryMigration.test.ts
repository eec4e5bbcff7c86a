import Sqlite from 'better-sqlite3-multiple-ciphers';
import { expect, onTestFinished, test } from 'vitest';
import type { Database } from '../../../electron/storage/database.ts';
import { summaryStyles } from '../../../electron/storage/migrations/0006-summary-styles.ts';
import { migrations } from '../../../electron/storage/migrations/all.ts';
import { createFakeEngine } from '../../support/fakeEngine.ts';
import { follow, isSectionPrompt, reportBlocks, sayFacts, start, summariesWith } from './summarySetup.ts';

/** What a person had before there were styles: the same text cut in two sections, one of them read. */
const before = `
insert into documents (id, title, file_name, path, format, size_bytes, content_hash, language, pages, words, added_at)
  values ('report', 'Report', 'report.pdf', '/report.pdf', 'pdf', 1, 'h', 'en', 2, 1, '2026-01-01T00:00:00.000Z');
insert into summaries (id, document_id, model_id, model_name, model_hash, length, plan, state, text, points, elapsed_ms, created_at)
  values ('done', 'report', 'fake', 'Fake', 'model-hash', 'short', '{"version":2,"tokensPerCharacter":0.2,"sectionTokens":120,"noteTokens":96,"groupTokens":400,"maxPoints":3,"pointTokens":96,"overviewTokens":120}',
    'finished', 'All of it.', '[{"text":"Old point","pages":[1,2]}]', 5, '2026-01-02T00:00:00.000Z'),
  ('half', 'report', 'fake', 'Fake', 'model-hash', 'medium', '{"version":2,"tokensPerCharacter":0.2,"sectionTokens":120,"noteTokens":128,"groupTokens":400,"maxPoints":7,"pointTokens":160,"overviewTokens":200}',
    'paused', '', '[]', 5, '2026-01-02T00:00:00.000Z');
insert into summary_sections (summary_id, level, position, first_page, last_page, heading, notes)
  values ('done', 0, 0, 1, 1, null, 'Fact1'), ('done', 0, 1, 2, 2, null, 'Fact2'), ('done', 1000, 0, 1, 2, null, 'Old point'),
  ('half', 0, 0, 1, 1, null, 'Kept1'), ('half', 0, 1, 2, 2, null, null);
`;

// Catches an update that loses summaries, or reads again what was read before it.
test('summaries of an older Sotto are there after the update, and a half-done one goes on', async () => {
  const database: Database = new Sqlite(':memory:');
  onTestFinished(() => void database.close());
  database.pragma('foreign_keys = ON');
  const place = migrations.indexOf(summaryStyles);
  for (const step of migrations.slice(0, place)) database.exec(step);
  database.exec(before);
  for (const [position, { text, page }] of reportBlocks().slice(0, 2).entries())
    database
      .prepare(
        "insert into blocks (document_id, position, kind, text, page, headings) values ('report', ?, 'paragraph', ?, ?, '[]')",
      )
      .run(position, text, page);
  database.transaction(() => {
    for (const step of migrations.slice(place)) database.exec(step);
  })();

  const fake = createFakeEngine({ answer: sayFacts });
  const summaries = summariesWith(database, fake.provideModel);
  expect(await start(summaries, { length: 'short' })).toMatchObject({
    id: 'done',
    style: 'keyPoints',
    language: null,
    text: 'All of it.',
    points: [{ text: 'Old point', pages: [1, 2] }],
    coverage: { sectionsRead: 2, sectionsTotal: 2 },
  });
  expect(fake.asked.length).toBe(0);
  const half = await follow(summaries, (await start(summaries)).id);
  expect(half).toMatchObject({
    id: 'half',
    state: 'finished',
    points: [{ text: 'Kept1' }, { text: 'Fact2' }],
  });
  expect(fake.asked.filter(({ messages }) => isSectionPrompt(messages)).length).toBe(1);
  expect(database.pragma('foreign_key_check')).toEqual([]);
});
