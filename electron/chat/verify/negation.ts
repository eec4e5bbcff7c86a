const wordsOfLanguage: Readonly<Record<string, string>> = {
  ar: 'لا لم لن ليس ليست بدون غير',
  bg: 'не няма никога без нито никой',
  da: 'ikke ingen intet aldrig uden hverken',
  de: 'nicht kein keine keinen keinem keiner keines nie niemals ohne weder',
  el: 'δεν δε μην χωρίς ποτέ ούτε κανένα κανείς',
  en: 'not no never none neither nor without cannot',
  es: 'no nunca ningún ninguna ninguno sin tampoco ni jamás',
  fi: 'ei eivät en emme ette ilman eikä',
  fr: 'ne pas jamais aucun aucune sans ni',
  hu: 'nem sem nincs nincsenek soha nélkül ne',
  it: 'non mai nessun nessuno nessuna senza né',
  nl: 'niet geen nooit zonder noch',
  no: 'ikke ingen aldri uten verken',
  pt: 'não nunca nenhum nenhuma sem nem jamais',
  ro: 'nu niciun nicio niciodată fără nici',
  ru: 'не нет никогда ни без нельзя',
  sv: 'inte ingen inget inga aldrig utan varken',
  tr: 'değil yok hiç asla hiçbir',
};
const words = new Map(
  Object.entries(wordsOfLanguage).map(([language, list]) => [language, new Set(list.split(' '))]),
);
const endings = /n['’]t$/u;
const unspaced = /ない|ません|なかった|不|没|沒|無い|无|未|않|없|아니|ไม่/u;

/** Whether a text denies something, as far as single words tell. @param language a primary tag; English where it is null. */
export function hasNegation(text: string, language: string | null): boolean {
  const negations = words.get(language ?? 'en');
  const found = text.toLowerCase().match(/[\p{L}\p{M}'’]+/gu) ?? [];
  return found.some((word) => negations?.has(word) === true || endings.test(word)) || unspaced.test(text);
}
