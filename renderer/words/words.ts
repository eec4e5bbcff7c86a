/** What failed, and what to do about it, in a person's words. */
export interface Words {
  readonly what: string;
  readonly next: string;
}
