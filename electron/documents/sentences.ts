const segmenters = new Map<string, Intl.Segmenter>();

/** Splits text into sentences in any language. @param language a BCP 47 tag; null where it is not known. */
export function splitSentences(text: string, language: string | null = null): string[] {
  return cutSentences(text, language)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** Like `splitSentences`, with white space left in place: the pieces joined are the text again. */
export function cutSentences(text: string, language: string | null = null): string[] {
  const pieces: string[] = [];
  for (const line of text.split(/(?<=\n)/u)) pieces.push(...cutLine(line, language));
  return pieces;
}

function cutLine(line: string, language: string | null): string[] {
  const pieces: string[] = [];
  let open = '';
  for (const { segment } of segmenterFor(language).segment(line)) {
    if (open !== '' && !isBoundary(open, segment)) open += segment;
    else {
      if (open !== '') pieces.push(open);
      open = segment;
    }
  }
  if (open !== '') pieces.push(open);
  return pieces.flatMap(cutMissed);
}

/** Unicode's rules break after every full stop before a capital; these say where the sentence goes on. */
function isBoundary(before: string, after: string): boolean {
  const end = before.trimEnd();
  const next = after.trimStart();
  if (next === '' || /^["'”’»)\]]+\s*$/u.test(next)) return false;
  // The rules take an opening bracket for the end of what stands before it.
  if (/[「『（“‘«([]$/u.test(end)) return false;
  // 「…。」と彼は言った: what was said is part of the sentence that says so.
  if (/[。！？][」』）”]+$/u.test(end) && end === before && !/^[「『（“]/u.test(next)) return false;
  // A sentence does not begin in lower case, save right after ? and !.
  if (/^\p{Ll}/u.test(next) && !/[?!。！？]$/u.test(end)) return false;
  if (!/\.["'”’»)\]]*$/u.test(end)) return true;
  const lastWord = /(\S+)\.["'”’»)\]]*$/u.exec(end)?.[1] ?? '';
  const word = lastWord.replace(/^[("'“„«[]+/u, '');
  // "J. Smith", "z. B.", "U.S. Army": single letters are initials or parts of an abbreviation.
  if (/^(?:\p{L}\.)*\p{L}$/u.test(word) && !/^[IAÀO]$/u.test(word))
    return /^(?:\p{Lu}\.){2,}\p{Lu}$/u.test(word) && isStarter(next);
  if (abbreviations.has(word.toLowerCase())) return false;
  // "am 3. Oktober", "1. Punkt": a short number before a stop counts, it does not end.
  if (/^\d{1,2}$/u.test(word) && (ordinalMonths.test(next) || end === `${word}.`)) return false;
  if (/^[IVX]{1,5}$/u.test(word) && word.length < end.length && /^\p{Lu}/u.test(next) && isOrdinalName(end))
    return false;
  return true;
}

/** "U.S. The ..." ends, "U.S. Army" does not. */
function isStarter(next: string): boolean {
  return /^(?:The|A|An|It|He|She|They|We|You|I|This|That|These|Those|In|On|At|But|And|For|If|As|There|When)\b/u.test(
    next,
  );
}

/** "Friedrich II. von", "Ludwig XIV. War": a name before the numeral. */
function isOrdinalName(end: string): boolean {
  return /\p{Lu}\p{Ll}+\s+[IVX]{1,5}\.$/u.test(end);
}

/** Full-width stops and stops before a reference ("in 1980.[2] Its"): no space follows, so the rules leave them inside. */
function cutMissed(piece: string): string[] {
  return piece.split(missedBoundary);
}

const missedBoundary =
  /(?<=[。！？])(?=[^。！？」』）"”\s、，])|(?<=[\p{L}\p{N})"”]{2}[.!?](?:\[[^\]\n]{1,12}\](?:: [\d–-]{1,9})?)+\s+)(?=["“(]?\p{Lu})/u;

function segmenterFor(language: string | null): Intl.Segmenter {
  const key = language ?? 'und';
  const known = segmenters.get(key);
  if (known) return known;
  let segmenter: Intl.Segmenter;
  try {
    segmenter = new Intl.Segmenter(key, { granularity: 'sentence' });
  } catch {
    segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });
  }
  segmenters.set(key, segmenter);
  return segmenter;
}

const ordinalMonths =
  /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert|Jh|Auflage|Kapitel|Klasse|Platz|Stock|Mal)\b/u;

const abbreviations = new Set(
  (
    'mr mrs ms dr prof rev st sr jr hon gen col capt lt sgt gov sen rep pres messrs mme mlle ' +
    'vs etc e.g i.e cf al ed eds vol no nos pp p fig figs eq eqs sec ch chap approx est dept inc ltd co corp ave blvd ' +
    'bzw bzgl ca vgl evtl ggf usw usf nr abs art aufl bd hrsg jh jhd kap mio mrd sog std str tel z.b d.h u.a o.ä i.d.r s.o s.u inkl exkl max min ' +
    'def satz abb tab gl bsp bspw beispielsw z.t u.u v.a dipl ing mag ' +
    'm mm cie av apr env ex r.d p.ex c.-à-d ' +
    'sra srta dra ud uds ee.uu pág págs núm art ' +
    'sig sigg dott avv ecc pag ' +
    'dhr mevr bijv enz blz ' +
    'т.е т.д т.п г гг им ул стр рис табл ' +
    'jan feb mar jun jul aug sep sept oct nov dec'
  ).split(' '),
);
