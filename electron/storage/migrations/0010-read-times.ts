/**
 * When the text of a document was last read: a file that changed keeps the time it was added at. Triggers see
 * every version, whatever writes it.
 */
export const readTimes = `
alter table documents add column read_at text;
update documents set read_at = added_at;
create index documents_by_read_time on documents(read_at);
create trigger documents_read after insert on documents begin
  update documents set read_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where id = new.id;
end;
create trigger documents_read_again after update of content_hash on documents
  when new.content_hash is not old.content_hash begin
  update documents set read_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where id = new.id;
end;
`;
