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
  const tallies = new Map<string, Tally>();
  for (const { encodings, letters } of alphabets) {
    for (const encoding of encodings) {
      const tally = tallies.get(encoding) ?? tallyOf(new TextDecoder(encoding).decode(bytes));
      tallies.set(encoding, tally);
      const score = scoreLetters(tally, letters);
      if (score > best.score) best = { encoding, score };
    }
  }
  return best.encoding;
}

/** What a text has beyond ASCII. */
interface Tally {
  /** In lower case, with how often each occurs. */
  readonly letters: ReadonlyMap<string, number>;
  /** Capitals after small letters. */
  readonly capitalsInside: number;
  /** Signs between letters. */
  readonly signsInside: number;
}

function tallyOf(text: string): Tally {
  const letters = new Map<string, number>();
  let capitalsInside = 0;
  let signsInside = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character <= '\x7f') continue;
    const before = text[at - 1] ?? '';
    if (!/[\p{L}\p{M}]/u.test(character)) {
      const isInside = /\p{L}/u.test(before) && /\p{L}/u.test(text[at + 1] ?? '');
      if (isInside && !/[\p{Pd}\p{Pi}\p{Pf}]/u.test(character)) signsInside += 1;
    } else if (/\p{Lu}/u.test(character) && /\p{Ll}/u.test(before)) capitalsInside += 1;
    else {
      const lower = character.toLowerCase();
      letters.set(lower, (letters.get(lower) ?? 0) + 1);
    }
  }
  return { letters, capitalsInside, signsInside };
}

/** @returns up to 1: every letter is in the alphabet. Signs and capitals inside words cost more than a foreign letter. */
function scoreLetters({ letters, capitalsInside, signsInside }: Tally, alphabet: string): number {
  const known = new Set(alphabet);
  let counted = capitalsInside + signsInside;
  let score = capitalsInside * -2 + signsInside * -3;
  for (const [letter, times] of letters) {
    counted += times;
    score += known.has(letter) ? times : -times;
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

/** What Thai text hardly has: Latin letters or digits joined to its own, two signs of old books, bytes without a meaning. */
const unthai =
  /(?<=[\u0e01-\u0e4e])[A-Za-z\u0e50-\u0e59]|[A-Za-z\u0e50-\u0e59](?=[\u0e01-\u0e4e])|[\u0e4d-\u0e4f\u0e5a\u0e5b\ufffd]/gu;

/** Thai marks stand above and below consonants only: other scripts read as Thai break this all the time. */
export function isThai(bytes: Uint8Array): boolean {
  const text = new TextDecoder('windows-874').decode(bytes);
  const thai = text.match(/\p{Script=Thai}/gu)?.length ?? 0;
  const high = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const marks = text.match(/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/gu)?.length ?? 0;
  const placed =
    text.match(/(?<=[\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/gu)
      ?.length ?? 0;
  const odd = text.match(unthai)?.length ?? 0;
  if (odd > thai * 0.03) return false;
  return thai > 8 && thai >= high * 0.95 && marks >= thai * 0.1 && placed >= marks * 0.95;
}
