import {
  isUncertain,
  type RecognisedPage,
  type Recognition,
  recognitionLanguages,
} from '../../shared/recognition.ts';
import { formatCount, formatPercent, languageName } from './formats.ts';
import type { Words } from './words.ts';

const namedPages = 6;

/** What stands above a text whose words were recognised in pictures. */
export function recognitionWords({ language, pages }: Recognition, documentPages: number): Words {
  const read = pages.filter(({ problem }) => problem === null);
  const where =
    documentPages === 1
      ? 'This is a picture'
      : pages.length === documentPages
        ? 'Its pages are pictures'
        : `${formatCount(pages.length, { one: 'of its pages is a picture', many: 'of its pages are pictures' })}`;
  const tongue = language === null ? '' : ` as ${languageName(recognitionLanguages[language].tag)}`;
  const what =
    read.length === 0
      ? `${where}. No words could be recognised there.`
      : `${where}. Sotto recognised the words${tongue}, and may have misread some.`;
  const unsure = pages.filter(isUncertain).map(({ page }) => page);
  if (documentPages === 1 && unsure.length > 0)
    return { what, next: 'It is hard to read: compare it with the original.' };
  if (unsure.length === 0)
    return { what, next: 'If this is the wrong language, choose another and read it again.' };
  const named = unsure.slice(0, namedPages).join(', ');
  const more = unsure.length > namedPages ? ` and ${unsure.length - namedPages} more` : '';
  return {
    what,
    next: `Compare page${unsure.length === 1 ? '' : 's'} ${named}${more} with the original: hard to read.`,
  };
}

/** What stands on a page that is a picture; null where there is nothing to beware of. */
export function recognisedPageWords({ confidence, problem, ...page }: RecognisedPage): string | null {
  switch (problem) {
    case 'noWords':
      return 'This page is a picture in which Sotto found no words.';
    case 'timedOut':
      return 'This page is a picture whose words took too long to recognise, so they are missing here.';
    case 'failed':
      return 'This page is a picture whose words could not be recognised, so they are missing here.';
    case 'tooMany':
      return 'This page is a picture, and so many came before it that its words were not recognised.';
    case null:
      return isUncertain({ confidence, problem, ...page })
        ? `Hard to read: Sotto is ${formatPercent(confidence)} sure of these words. Compare them with the original.`
        : null;
  }
}
