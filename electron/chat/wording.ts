/** A word that says something, with the forms under which another text may have it. */
export interface TellingWord {
  readonly word: string;
  readonly forms: readonly string[];
}

/** What chat needs to know of languages; the search of the documents knows it. */
export interface Wording {
  /** Sentences with the white space between them: joined by nothing they are the text again. */
  cutSentences(text: string): string[];
  /** The language that a text's function words are of, as a primary BCP 47 tag; null where they do not tell. */
  languageOf(text: string): string | null;
  /**
   * A text's words without those that only hold it together, in order.
   * @param languages those a word's forms are made in.
   */
  tellingWords(text: string, languages: readonly (string | null)[]): TellingWord[];
  /** Every word of a text in the forms of `TellingWord`. */
  formsOf(text: string, language: string | null): string[];
}
