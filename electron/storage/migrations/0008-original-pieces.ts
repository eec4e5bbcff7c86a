/** Files that were handed over by a window without a place on this device, in pieces of 256 KiB. */
export const originalPieces = `
create table original_pieces (
  document_id text not null references documents(id) on delete cascade,
  position integer not null,
  bytes blob not null,
  primary key (document_id, position)
) strict;
`;
