/**
 * The sentence of a passage that shares most words with what it is said to support; null where none does.
 * Rare words count more, so that 'the' and 'of' do not decide; the names of a table's columns are no statement.
 */
export function bestSentence(passage: string, claim: string): string | null {
  const sentences = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(passage)]
    .map((one) => one.segment.trim())
    .filter((one) => one !== '');
  const wordSets = sentences.map((sentence) => new Set(wordsOf(sentence)));
  const weightOf = (word: string) =>
    Math.log(1 + sentences.length / (1 + wordSets.filter((set) => set.has(word)).length)) *
    Math.min(word.length, 8);
  const claimWords = new Set(wordsOf(claim));
  let best: { readonly sentence: string; readonly score: number } | null = null;
  for (const [index, sentence] of sentences.entries()) {
    if (isTableRow(sentence) && !isTableRow(sentences[index - 1])) continue;
    const set = wordSets[index] ?? new Set<string>();
    let score = 0;
    for (const word of claimWords) if (set.has(word)) score += weightOf(word);
    score /= Math.sqrt(8 + set.size);
    if (score > 0 && (best === null || score > best.score)) best = { sentence, score };
  }
  return best?.sentence ?? null;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function isTableRow(sentence: string | undefined): boolean {
  return sentence?.includes(' | ') ?? false;
}
