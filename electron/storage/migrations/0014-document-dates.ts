/**
 * A document's own date. Of those that are there already the file's is taken, where the library knows the file; what
 * is read anew has the date that it names itself. Searches narrowed down by the day of adding go by it too.
 */
export const documentDates = `
alter table documents add column dated_at text;
update documents set dated_at = coalesce(
  (select strftime('%Y-%m-%dT%H:%M:%fZ', modified_ms / 1000.0, 'unixepoch') from library_files
   where document_id = documents.id and modified_ms > 0 order by library_files.path = documents.path desc limit 1),
  added_at);
create index documents_by_date on documents(dated_at);
update conversations set
  scope = replace(replace(scope, '"addedAfter":', '"datedAfter":'), '"addedBefore":', '"datedBefore":')
  where scope is not null;
update listings set
  scope = replace(replace(scope, '"addedAfter":', '"datedAfter":'), '"addedBefore":', '"datedBefore":');
`;
