/** Text as it is compared: lower case, without accents, quotes and dashes alike, white space as single spaces. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}]\p{M}*)\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u201a\u201b\u2032`´]/gu, "'")
    .replace(/[\u201c-\u201f\u2033«»„]/gu, '"')
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/\u00ad|\u200b/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
