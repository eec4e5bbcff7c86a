/** What embedding models make of the chunks. A set is what one model has made; two stand beside each other while the model is being changed. */
export const vectors = `
create table vector_sets (
  id integer primary key autoincrement,
  model_hash text not null,
  -- How texts were put to the model.
  preparation integer not null,
  dimension integer not null,
  -- Chunks up to this id have been tried.
  done_through integer not null default 0,
  -- Whether every chunk has been tried once.
  is_complete integer not null default 0,
  unique (model_hash, preparation)
) strict;

create table chunk_vectors (
  set_id integer not null references vector_sets(id) on delete cascade,
  chunk_id integer not null references chunks(id) on delete cascade,
  -- Turned by the rotation of its dimension; 16-bit integers, 32767 for 1.
  vector blob not null,
  unique (set_id, chunk_id)
) strict;
create index chunk_vectors_by_chunk on chunk_vectors(chunk_id);

-- Texts that no vector could be made of.
create table vector_failures (
  set_id integer not null references vector_sets(id) on delete cascade,
  chunk_id integer not null references chunks(id) on delete cascade,
  code text not null,
  primary key (set_id, chunk_id)
) strict, without rowid;
create index vector_failures_by_chunk on vector_failures(chunk_id);
`;
