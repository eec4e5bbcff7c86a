/** A file of a size that no document has is new, and need not be looked through to be told from those that moved. */
export const documentSizes = `
create index documents_by_size on documents(size_bytes);
`;
