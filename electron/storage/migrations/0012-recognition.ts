/** How the words in a document's pictures were recognised: language, and how sure on each page. */
export const recognition = `
create table recognitions (
  document_id text primary key references documents(id) on delete cascade,
  recognition text not null
) strict, without rowid;
`;
