/** The index holds terms that the host makes of the text; what it was made with stands beside it. */
export const searchIndex = `
drop table chunk_index;
create virtual table chunk_index using fts5(
  title, headings, text, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
-- One row: the version of the terms in the index. None: it has to be filled.
create table chunk_index_state (version integer not null) strict;
`;
