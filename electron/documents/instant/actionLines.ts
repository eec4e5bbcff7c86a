import type { Block } from '../../../shared/contract/documents.ts';
import type { Point } from '../../../shared/contract/summaries.ts';
import { splitSentences } from '../sentences.ts';
import { findDates } from './findDates.ts';

/** What asks somebody to do something, in words of many languages; matched from the beginning of a word. */
const asking = new RegExp(
  [
    String.raw`(?<!\p{L})(?:must|shall|ha(?:s|ve) to|needs? to|required to|please|kindly|deadline|due (?:on|by|date)|no later than|action items?|to-?do|responsible for|obliged to|agreed to|is to be|are to be|undertakes? to)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:muss|müssen|soll(?:en|te)?|bitte|verpflichtet|spätestens|bis (?:zum|spätestens)|frist|fällig|zuständig|aufgabe|ist zu|sind zu)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:doi(?:t|vent)|devr(?:a|ont)|veuillez|prière de|au plus tard|avant le|échéance|délai|à faire|il faut)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:deben?|deberán?|tienen? que|por favor|a más tardar|antes del|plazo|hay que)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:dev(?:e|ono)|dovr(?:à|anno)|entro il|scadenza|si prega|per favore|bisogna)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:devem?|deverão?|deverá|prazo|até o dia|tem (?:de|que))(?!\p{L})`,
    String.raw`(?<!\p{L})(?:moet(?:en)?|dien(?:t|en)|gelieve|uiterlijk|graag)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:musi|muszą|należy|proszę|termin|najpóźniej)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:должн|необходимо|просьба|просим|срок|не позднее|пожалуйста|следует)`,
    '必须|必須|应当|應當|务必|務必|请|請|截止|期限|なければ|ください|締め切り|締切|までに|해야|주십시오|주세요|기한',
  ].join('|'),
  'iu',
);
const openBox = /^\s*(?:[-*•]\s*)?\[\s?\]/u;
const question = /[?？؟]["'”’»)\]」』]*$/u;
const minWords = 3;

/**
 * Sentences that ask somebody to do something, told by their words, those with a date and open boxes first where
 * there are too many; in the order of the text.
 * @param options.count at most so many.
 * @param options.hasQuestions questions are asked of the reader, as in a mail.
 */
export function actionLines(
  blocks: readonly Block[],
  options: { readonly count: number; readonly language: string | null; readonly hasQuestions: boolean },
): Point[] {
  const { count, language } = options;
  const lines: { readonly point: Point; readonly score: number; readonly place: number }[] = [];
  const seen = new Set<string>();
  for (const { kind, text, page } of blocks) {
    if (kind === 'code' || kind === 'heading') continue;
    const sentences = kind === 'paragraph' ? splitSentences(text, language) : text.split('\n');
    for (const sentence of sentences) {
      const line = sentence.replace(/\s+/gu, ' ').trim();
      const score = scoreOf(line, options);
      if (score === 0 || seen.has(line)) continue;
      seen.add(line);
      lines.push({ point: { text: line, pages: [page, page] }, score, place: lines.length });
    }
  }
  return lines
    .toSorted((first, second) => second.score - first.score || first.place - second.place)
    .slice(0, count)
    .sort((first, second) => first.place - second.place)
    .map(({ point }) => point);
}

function scoreOf(line: string, { language, hasQuestions }: Parameters<typeof actionLines>[1]): number {
  if (openBox.test(line)) return 4;
  const isAsked = hasQuestions && question.test(line);
  if (!isAsked && !asking.test(line)) return 0;
  const words = line.split(/\s+/u).length;
  // Scripts without spaces have one long word.
  if (words < minWords && line.length < 12) return 0;
  const hasDate = findDates(line, { language, order: 'dayFirst' }).length > 0;
  return 1 + (isAsked ? 2 : 0) + (hasDate ? 2 : 0);
}
