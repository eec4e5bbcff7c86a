/** Answers that read everything, and what was found passage by passage. */
export const listings = `
create table listings (
  id text primary key,
  -- The answer it stands in; null for a question from the terminal.
  message_id text references messages(id) on delete cascade,
  question text not null,
  -- JSON, as in the contract; its keys in order.
  scope text not null,
  way text not null,
  kind text not null,
  target text not null,
  -- What its passages were read for, by which model; the same for two listings that can share what was found.
  question_key text not null,
  model_name text,
  model_hash text,
  query text,
  state text not null,
  -- JSON: pairs of hits that name the same thing.
  same_things text not null,
  elapsed_ms real not null,
  error text,
  created_at text not null
) strict;
create index listings_by_key on listings(question_key);
create index listings_by_message on listings(message_id);

create table listing_passages (
  question_key text not null,
  chunk_id integer not null references chunks(id) on delete cascade,
  hits text not null,
  dropped integer not null,
  primary key (question_key, chunk_id)
) strict, without rowid;
create index listing_passages_by_chunk on listing_passages(chunk_id);

-- What was found goes with the last answer it was found for.
create trigger listing_removed after delete on listings begin
  delete from listing_passages where question_key = old.question_key
    and not exists (select 1 from listings where question_key = old.question_key);
end;
`;
