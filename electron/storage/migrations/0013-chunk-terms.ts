/** What ranks the passages that the index finds. Filled by the host, with the index, where it is empty. */
export const chunkTerms = `
create table chunk_terms (
  chunk_id integer primary key references chunks(id) on delete cascade,
  -- The chunk's: with its id it tells which chunks are of one document, without reading their text.
  position integer not null,
  -- Of title and headings, and of the text, in order: two bytes for each term.
  above blob not null,
  terms blob not null
) strict;
-- Every search asks which languages there are.
create index documents_by_language on documents(language);
`;
