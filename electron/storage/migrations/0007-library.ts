/** Folders of the library, and every file it knows of: the queue of what is to be read is in it. */
export const library = `
create table library_folders (
  id text primary key,
  path text not null unique,
  is_watched integer not null,
  state text not null,
  reason text,
  unreadable_folders text not null default '[]',
  checked_at text,
  added_at text not null
) strict;

create table library_files (
  id integer primary key,
  path text not null unique,
  -- Null: added by itself, in no folder.
  folder_id text references library_folders(id) on delete cascade,
  size_bytes integer not null,
  modified_ms real not null,
  -- Several files with the same content have one document.
  document_id text references documents(id) on delete set null,
  state text not null,
  error text,
  -- How often reading it began without an end.
  attempts integer not null default 0,
  -- Milliseconds since 1970: not read (or, when missing, not given up) before.
  not_before integer not null default 0
) strict;
create index library_files_by_document on library_files(document_id);
create index library_files_by_folder on library_files(folder_id, state);
create index library_files_by_state on library_files(state, path);
create index library_files_by_size on library_files(size_bytes) where state = 'waiting';

-- Documents the person added one by one: they stay when a folder's file with the same content goes.
create table kept_documents (
  document_id text primary key references documents(id) on delete cascade
) strict, without rowid;
insert into kept_documents select id from documents;

-- One row.
create table library_settings (is_paused integer not null) strict;
insert into library_settings values (0);

create index documents_by_time on documents(added_at);
`;
