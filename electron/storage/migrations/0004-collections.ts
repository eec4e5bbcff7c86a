/** Named groups of documents; deleting a group leaves its documents alone. */
export const collections = `
create table collections (
  id text primary key,
  name text not null,
  created_at text not null
) strict;
create unique index collections_by_name on collections(name collate nocase);

create table collection_documents (
  collection_id text not null references collections(id) on delete cascade,
  document_id text not null references documents(id) on delete cascade,
  primary key (collection_id, document_id)
) strict, without rowid;
create index collection_documents_by_document on collection_documents(document_id);

-- Everything in these folders and below belongs to the collection. Without the separator at the end.
create table collection_folders (
  collection_id text not null references collections(id) on delete cascade,
  path text not null,
  primary key (collection_id, path)
) strict, without rowid;

create view collection_members as
  select collection_id, document_id from collection_documents
  union
  select collection_id, documents.id as document_id
  from collection_folders join documents
    on substr(documents.path, 1, length(collection_folders.path)) = collection_folders.path collate nocase
    and substr(documents.path, length(collection_folders.path) + 1, 1) in ('/', '\\');
`;
