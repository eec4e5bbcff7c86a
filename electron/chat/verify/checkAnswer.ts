import type { SentenceCheck } from '../../../shared/contract/answerChecks.ts';
import type { Grounding } from '../../../shared/contract/chat.ts';
import type { Passage } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import type { Wording } from '../wording.ts';
import { type CitedPassage, checkByWords } from './checkByWords.ts';
import { type Claim, claimsOf } from './claims.ts';

/** A sentence that words do not decide. */
export interface OpenQuestion {
  /** Its place among the sentences checked. */
  readonly index: number;
  readonly sentence: string;
  readonly passages: readonly string[];
}

/**
 * Holds every sentence of an answer that claims something against the passages it cites. Takes milliseconds.
 * @returns the sentences in order, and those that only a reader can decide.
 */
export function checkAnswer(input: {
  readonly answer: string;
  readonly question: string;
  readonly grounding: Grounding;
  readonly wording: Wording;
  readonly languageOfDocument: (documentId: DocumentId) => string | null;
}): { readonly sentences: SentenceCheck[]; readonly open: OpenQuestion[] } {
  const { answer, question, grounding, wording } = input;
  const { passages } = grounding;
  const cited = (numbers: readonly number[]) => numbers.flatMap((n) => passages[n - 1] ?? []);
  const toEvidence = (passage: Passage): CitedPassage => ({
    text: evidenceText(passage),
    language: input.languageOfDocument(passage.documentId),
  });
  const byWords = (claim: Claim, numbers: readonly number[]) =>
    checkByWords({ sentence: claim.text, question, passages: cited(numbers).map(toEvidence), wording });

  const sentences: SentenceCheck[] = [];
  const open: OpenQuestion[] = [];
  const claims = claimsOf(answer, { passages: passages.length, cutSentences: wording.cutSentences });
  for (const [index, claim] of claims.entries()) {
    const place = { start: claim.start, end: claim.end, unknownNumbers: [...claim.unknownNumbers] };
    if (claim.numbers.length > 0) {
      const { verdict, missing } = byWords(claim, claim.numbers);
      const isOpen = verdict === 'undecided';
      if (isOpen) {
        open.push({ index, sentence: claim.text, passages: cited(claim.numbers).map(evidenceText) });
      }
      sentences.push({
        ...place,
        verdict: isOpen ? 'unchecked' : verdict,
        by: isOpen ? null : 'words',
        numbers: [...claim.numbers],
        missing: [...missing],
      });
    } else if (claim.unknownNumbers.length > 0) {
      sentences.push({ ...place, verdict: 'unsupported', by: 'words', numbers: [], missing: [] });
    } else {
      const isCovered =
        claim.laterNumbers.length > 0 && byWords(claim, claim.laterNumbers).verdict === 'supported';
      sentences.push({
        ...place,
        verdict: isCovered ? 'supported' : 'uncited',
        by: isCovered ? 'words' : null,
        numbers: isCovered ? [...claim.laterNumbers] : [],
        missing: [],
      });
    }
  }
  return { sentences, open };
}

function evidenceText(passage: Passage): string {
  return [[passage.title, ...passage.headings].join(' · '), passage.text].join('\n');
}
