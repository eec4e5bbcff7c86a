/** Splits what follows a page's end into the rest of the sentence begun before it and what comes after. */
export function splitAtSentenceEnd(text: string): { readonly tail: string; readonly remainder: string } {
  const end = /^[\s\S]*?(?:\p{L}{2,}[)"”’»]?[.!?]["”’»)]*(?=\s+["“„«(]?\p{Lu})|[。！？](?=\S))/u.exec(text);
  const tail = end?.[0] ?? text;
  return { tail, remainder: text.slice(tail.length) };
}
