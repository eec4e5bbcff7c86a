/** How tables call a row that sums up those above it, in the languages of `askingWords`. */
const totals = new Set(
  [
    'total|totals|grand total|sub total|subtotal|sum|overall',
    'summe|gesamt|gesamtsumme|zwischensumme|insgesamt|total général|sous total|ensemble',
    'suma|suma total|totale|totale generale|soma|totaal|subtotaal|summa|totalt|i alt|yhteensä|välisumma',
    'razem|łącznie|celkem|součet|összesen|összeg|всього|итого|всего|сумма|разом|toplam|genel toplam|ara toplam',
    'σύνολο|סה"כ|סך הכל|المجموع|الإجمالي|المجموع الكلي|कुल|योग|合计|总计|小计|合計|小計|総計|합계|총계|소계|รวม|tổng|tổng cộng|jumlah',
  ].flatMap((words) => words.split('|')),
);

/** Whether a row is named as the total of others: counting it would count them twice. */
export function isTotalRow(cells: readonly string[]): boolean {
  const named = cells.find((cell) => cell !== '') ?? '';
  const name = named
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[:：.*\s-]+/gu, ' ')
    .trim();
  // A name alone is a thing called so; a total has a sum beside it.
  return totals.has(name) && cells.some((cell) => /\p{Nd}/u.test(cell));
}
