/** Letters beyond ASCII that each language writes; a text in it has hardly any others. */
interface Alphabet {
  readonly encodings: readonly string[];
  readonly letters: string;
}

/** Western ones stand first: they win where the same bytes mean the same letters. */
const alphabets: readonly Alphabet[] = [
  ...[
    'äöüß',
    'àâæçéèêëîïôœùûüÿ',
    'áéíóúñüº',
    'áâãàçéêíóôõú',
    'àèéìíòóùú',
    'éëïóöèüá',
    'åäöé',
    'æøåéóòäö',
    'áðéíóúýþæö',
    'àçéèíïóòúü·',
  ].map((letters) => ({ encodings: ['windows-1252', 'macintosh'], letters })),
  ...['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'ăâîşţșț', 'čćđšž'].map(
    (letters) => ({
      encodings: ['windows-1250', 'iso-8859-2'],
      letters,
    }),
  ),
  { encodings: ['windows-1254'], letters: 'çğıöşüâîû\u0307' },
  { encodings: ['windows-1257'], letters: 'ąčęėįšųūž' },
  { encodings: ['windows-1257'], letters: 'āčēģīķļņšūž' },
  { encodings: ['windows-1258'], letters: 'àáâãèéêìíòóôõùúýăđĩũơư\u0300\u0301\u0303\u0309\u0323' },
];

/** The encoding of text in Latin script, by the language whose letters it is made of. */
export function guessLatinEncoding(bytes: Uint8Array): string {
  let best = { encoding: 'windows-1252', score: Number.NEGATIVE_INFINITY };
  const texts = new Map<string, string>();
  for (const { encodings, letters } of alphabets) {
    for (const encoding of encodings) {
      const text = texts.get(encoding) ?? new TextDecoder(encoding).decode(bytes);
      texts.set(encoding, text);
      const score = scoreWords(text, letters);
      if (score > best.score) best = { encoding, score };
    }
  }
  return best.encoding;
}

/** @returns up to 1: every letter beyond ASCII is in the alphabet. Signs inside words and capitals after small letters cost more. */
function scoreWords(text: string, letters: string): number {
  const known = new Set(letters);
  let counted = 0;
  let score = 0;
  for (const [word] of text.matchAll(
    /(?=[^\s]*[^\0-\x7f])\p{L}[^\s]*[\p{L}\p{M}]|(?<!\S)[^\0-\x7f]\p{L}+/gu,
  )) {
    let before = '';
    for (const character of word) {
      if (character > '\x7f' && !/[\p{Pd}\p{Pi}\p{Pf}]/u.test(character)) {
        counted += 1;
        const isLetter = /[\p{L}\p{M}]/u.test(character);
        const isCapitalInside = /\p{Lu}/u.test(character) && /\p{Ll}/u.test(before);
        if (!isLetter) score -= 3;
        else if (isCapitalInside) score -= 2;
        else score += known.has(character.toLowerCase()) || known.has(character) ? 1 : -1;
      }
      before = character;
    }
  }
  return counted === 0 ? 0 : score / counted;
}

const cyrillicEncodings = ['windows-1251', 'koi8-u', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic'];
/** Two thirds of any text in Russian, Ukrainian, Bulgarian or Serbian. */
const commonCyrillic = new Set('оеаинтсрвліј');
const minCommonShare = 0.45;

/** The encoding of text in Cyrillic script; null where it is in none. */
export function guessCyrillicEncoding(bytes: Uint8Array): string | null {
  let best: { readonly encoding: string; readonly score: number } | null = null;
  for (const encoding of cyrillicEncodings) {
    const score = scoreCyrillic(new TextDecoder(encoding).decode(bytes));
    if (score >= minCommonShare && (best === null || score > best.score)) best = { encoding, score };
  }
  return best?.encoding ?? null;
}

function scoreCyrillic(text: string): number {
  let high = 0;
  let common = 0;
  let before = '';
  for (const character of text) {
    if (character > '\x7f') {
      high += 1;
      // Small letters only: Hebrew read as KOI8 is all capitals.
      if (commonCyrillic.has(character)) common += 1;
      // KOI8 read as Windows has its capitals and small letters swapped.
      if (/\p{Lu}/u.test(character) && /\p{Ll}/u.test(before)) common -= 1;
      if (!/[\p{Script=Cyrillic}\p{P}\p{Sc}№°\u00a0]/u.test(character)) common -= 1;
    }
    before = character;
  }
  return high === 0 ? 0 : common / high;
}

/** Thai marks stand above and below consonants only: other scripts read as Thai break this all the time. */
export function isThai(bytes: Uint8Array): boolean {
  const text = new TextDecoder('windows-874').decode(bytes);
  const thai = text.match(/\p{Script=Thai}/gu)?.length ?? 0;
  const high = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const marks = text.match(/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/gu)?.length ?? 0;
  const placed =
    text.match(/(?<=[\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/gu)
      ?.length ?? 0;
  return thai > 8 && thai >= high * 0.95 && marks >= thai * 0.1 && placed >= marks * 0.95;
}
