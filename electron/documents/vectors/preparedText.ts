/** Grows when `preparedText`, or what the engine puts before a model's texts, changes: older vectors are then made anew. */
export const preparation = 1;

/** A chunk as it is put to the embedding model: under the names that say what it is about. */
export function preparedText(chunk: {
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
}): string {
  return [chunk.title, ...chunk.headings, chunk.text].filter((part) => part.trim() !== '').join('\n');
}
