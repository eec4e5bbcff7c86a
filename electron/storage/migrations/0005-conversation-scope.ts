/** What a conversation is about may be more than a list of documents. Null: nothing is looked up. */
export const conversationScope = `
alter table conversations add column scope text;
update conversations set scope = json_object('documentIds', json(document_ids)) where document_ids <> '[]';
alter table conversations drop column document_ids;
`;
