/**
 * A second index of the same make: where the terms of the first are an older version's, it is filled with new ones and
 * then takes its place. Otherwise it is empty.
 */
export const indexRenewal = `
create virtual table chunk_index_next using fts5(
  title, headings, text, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
create table chunk_terms_next (
  chunk_id integer primary key references chunks(id) on delete cascade,
  position integer not null,
  above blob not null,
  terms blob not null
) strict;
-- The second index holds all chunks up to this id. Null: the first is as it has to be.
alter table chunk_index_state add column renewed_through integer;
`;
