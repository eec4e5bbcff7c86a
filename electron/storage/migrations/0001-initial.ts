/** Times are ISO 8601 text in UTC; JSON columns are parsed with the contract's schemas when read. */
export const initial = `
create table documents (
  id text primary key,
  title text not null,
  file_name text not null,
  path text not null,
  format text not null,
  size_bytes integer not null,
  content_hash text not null unique,
  language text,
  pages integer not null,
  words integer not null,
  added_at text not null
) strict;
create index documents_by_path on documents(path);

create table blocks (
  document_id text not null references documents(id) on delete cascade,
  position integer not null,
  kind text not null,
  text text not null,
  page integer not null,
  headings text not null,
  primary key (document_id, position)
) strict, without rowid;
create index blocks_by_page on blocks(document_id, page);

-- autoincrement: answers keep chunk ids, so an id must never come to mean another text.
create table chunks (
  id integer primary key autoincrement,
  document_id text not null references documents(id) on delete cascade,
  position integer not null,
  first_page integer not null,
  last_page integer not null,
  headings text not null,
  text text not null,
  unique (document_id, position)
) strict;

create virtual table chunk_index using fts5(
  title, headings, text, content='', contentless_delete=1, tokenize='porter unicode61 remove_diacritics 2'
);

create table summaries (
  id text primary key,
  document_id text not null references documents(id) on delete cascade,
  model_id text not null,
  model_name text not null,
  model_hash text not null,
  length text not null,
  -- How the document was cut and what was asked of the model; a resumed run must go on with the same.
  plan text not null,
  state text not null,
  text text not null,
  points text not null,
  elapsed_ms real not null,
  error text,
  created_at text not null,
  unique (document_id, model_hash, length)
) strict;

create table summary_sections (
  summary_id text not null references summaries(id) on delete cascade,
  -- 0: sections of the document; above: groups of the level below, written from their notes.
  level integer not null,
  position integer not null,
  first_page integer not null,
  last_page integer not null,
  heading text,
  -- Null until read.
  notes text,
  primary key (summary_id, level, position)
) strict, without rowid;

create table conversations (
  id text primary key,
  title text not null,
  is_title_chosen integer not null default 0,
  document_ids text not null,
  active_message_id text,
  created_at text not null,
  updated_at text not null
) strict;
create index conversations_by_time on conversations(updated_at desc);

create table messages (
  id text primary key,
  conversation_id text not null references conversations(id) on delete cascade,
  parent_id text references messages(id) on delete cascade,
  role text not null,
  text text not null,
  state text not null,
  details text not null,
  created_at text not null
) strict;
create index messages_by_conversation on messages(conversation_id);
create index messages_by_parent on messages(parent_id);

create table models (
  id text primary key,
  path text not null unique,
  is_copy integer not null,
  file_name text not null,
  size_bytes integer not null,
  content_hash text not null,
  facts text not null,
  added_at text not null
) strict;

create table code_runs (
  id text primary key,
  state text not null,
  path text,
  content_hash text not null,
  run text not null,
  created_at text not null
) strict;
`;
