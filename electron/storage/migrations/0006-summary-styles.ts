/**
 * What was read of a document is kept apart from what was written of it, so that a summary in another style or
 * language reads nothing again. Older summaries are of the only style there was.
 */
export const summaryStyles = `
create table readings (
  id text primary key,
  document_id text not null references documents(id) on delete cascade,
  model_hash text not null,
  -- What was asked of each section.
  kind text not null,
  -- How the document was cut and how much was noted; going on must go on with the same.
  plan text not null,
  created_at text not null
) strict;
create index readings_by_document on readings(document_id, model_hash, kind);

create table reading_sections (
  reading_id text not null references readings(id) on delete cascade,
  position integer not null,
  first_page integer not null,
  last_page integer not null,
  heading text,
  -- Null until read.
  notes text,
  primary key (reading_id, position)
) strict, without rowid;

create table styled_summaries (
  id text primary key,
  document_id text not null references documents(id) on delete cascade,
  reading_id text not null references readings(id) on delete cascade,
  model_id text not null,
  model_name text not null,
  model_hash text not null,
  length text not null,
  style text not null,
  -- Empty: the document's own.
  language text not null,
  plan text not null,
  state text not null,
  text text not null,
  points text not null,
  actions text not null,
  elapsed_ms real not null,
  error text,
  created_at text not null,
  unique (document_id, model_hash, length, style, language)
) strict;
create index summaries_by_reading on styled_summaries(reading_id);

create table summary_steps (
  summary_id text not null references styled_summaries(id) on delete cascade,
  -- Above the sections: groups of the level below, written from their notes.
  level integer not null,
  position integer not null,
  text text not null,
  primary key (summary_id, level, position)
) strict, without rowid;

insert into readings (id, document_id, model_hash, kind, plan, created_at)
  select id, document_id, model_hash, 'statements', plan, created_at from summaries;
insert into reading_sections (reading_id, position, first_page, last_page, heading, notes)
  select summary_id, position, first_page, last_page, heading, notes from summary_sections where level = 0;
insert into styled_summaries
  (id, document_id, reading_id, model_id, model_name, model_hash, length, style, language, plan, state, text, points,
   actions, elapsed_ms, error, created_at)
  select id, document_id, id, model_id, model_name, model_hash, length, 'keyPoints', '', plan, state, text, points,
   '[]', elapsed_ms, error, created_at from summaries;
insert into summary_steps (summary_id, level, position, text)
  select summary_id, level, position, notes from summary_sections where level > 0 and notes is not null;

drop table summary_sections;
drop table summaries;
alter table styled_summaries rename to summaries;
`;
