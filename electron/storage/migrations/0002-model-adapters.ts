/** LoRA adapters; each belongs to one model and goes with it. */
export const modelAdapters = `
create table model_adapters (
  id text primary key,
  model_id text not null references models(id) on delete cascade,
  path text not null,
  is_copy integer not null,
  file_name text not null,
  size_bytes integer not null,
  content_hash text not null,
  name text not null,
  scale real not null,
  added_at text not null,
  unique (model_id, content_hash)
) strict;
`;
