/**
 * Words with which people ask for everything, by language: what tells such a question where no model can, and what
 * spares every other question the wait for one. A word alone that asks for a list does so only where the question
 * begins with it; see `findAsking`.
 */
export interface AskingWords {
  /** Ask for a number of things. */
  readonly howMany: string;
  /** Ask for a list. */
  readonly list: string;
  /** Often stand in such a question, and in others as well. */
  readonly maybe: string;
  readonly sum: string;
  readonly average: string;
  readonly least: string;
  readonly most: string;
  /** What a table is made of. */
  readonly parts: string;
}

/** Of each language, in the order of `AskingWords`: groups parted by semicolons, phrases by bars. */
export const askingWords: Readonly<Record<string, AskingWords>> = {
  ar: words(
    'كم عدد|كم|عدد; اذكر جميع|اذكر كل|قائمة|عدد كل|سرد; جميع|كل|أي;' +
      ' مجموع|إجمالي; متوسط; أقل|أصغر|أدنى; أكبر|أعلى|أقصى; صف|صفوف|عمود|جدول|سطر',
  ),
  cs: words(
    'kolik|počet|spočítej; vypiš|vyjmenuj|seznam; všechny|všichni|všechna|každý|které|kteří;' +
      ' součet|celkem|celková; průměr|průměrná|průměrný; nejmenší|nejnižší|minimum; největší|nejvyšší|maximum; řádků|řádky|řádek|sloupec|sloupce|sloupci|tabulka|tabulce',
  ),
  da: words(
    'hvor mange|antal|antallet; list alle|oplist|opremse|nævn alle|liste over; alle|hver|hvilke;' +
      ' sum|summen|i alt|samlet; gennemsnit|gennemsnitlige; mindste|laveste|minimum; største|højeste|maksimum; rækker|række|kolonne|kolonnen|tabel|tabellen',
  ),
  de: words(
    'wie viele|wieviele|wie oft|anzahl|zähle|zähl; liste alle|liste|auflisten|zähle alle|nenne alle|nenn alle|nenne mir alle|zeige alle|finde alle|aufzählen; alle|allen|aller|jede|jeder|jedes|sämtliche|welche|welcher|welchen;' +
      ' summe|gesamtsumme|insgesamt|gesamt|gesamte|zusammengerechnet; durchschnitt|durchschnittliche|durchschnittlich|mittelwert|im mittel; kleinste|niedrigste|geringste|minimum|früheste; größte|höchste|maximum|späteste; zeile|zeilen|spalte|tabelle|einträge|eintrag|datensätze',
  ),
  el: words(
    'πόσα|πόσοι|πόσες|πλήθος|αριθμός; απαρίθμησε|κατάλογος|λίστα; όλα|όλοι|όλες|κάθε|ποια|ποιοι|ποιες;' +
      ' άθροισμα|σύνολο|συνολικό; μέσος όρος|μέση; ελάχιστο|μικρότερο; μέγιστο|μεγαλύτερο; γραμμές|γραμμή|στήλη|πίνακα|πίνακας',
  ),
  en: words(
    'how many|how often|number of|count of|count all|count the|count every; list all|list every|list the|list|enumerate|name all|name every|name each|find all|find every|show all|give me all|give all|what are all; all|every|each|which|who are|everything|everyone;' +
      ' sum|total|added up|add up|altogether|in total; average|mean value; smallest|lowest|least|minimum|earliest|cheapest; largest|highest|biggest|most|maximum|latest|greatest; row|rows|column|columns|table|tables|entries|entry|records|lines|sheet|value|values|cells',
  ),
  es: words(
    'cuántos|cuántas|número de|cantidad de; lista|listar|enumera|enumere|haz una lista|nombra todos|nombra todas|menciona todos; todos|todas|cada|cuáles;' +
      ' suma|total; promedio|media; menor|mínimo|mínima|más bajo; mayor|máximo|máxima|más alto; fila|filas|columna|columnas|tabla|registros|entradas',
  ),
  fa: words(
    'چند|چه تعداد|تعداد; فهرست|لیست|نام ببر; همه|تمام|هر|کدام;' +
      ' مجموع|جمع; میانگین|متوسط; کمترین|حداقل; بیشترین|حداکثر; ردیف|ستون|جدول|سطر',
  ),
  fi: words(
    'kuinka monta|montako|lukumäärä|kuinka usein; luettele|listaa|lista; kaikki|jokainen|mitkä|ketkä;' +
      ' summa|yhteensä; keskiarvo|keskimäärin; pienin|alin|minimi; suurin|korkein|maksimi; riviä|rivit|rivi|sarake|sarakkeen|taulukko|taulukossa',
  ),
  fr: words(
    'combien|nombre de; liste|lister|énumère|énumérer|énumérez|dresse la liste|cite tous|cite toutes|nomme tous|nomme toutes; tous|toutes|chaque|quels|quelles|lesquels|lesquelles;' +
      ' somme|total|totale|au total; moyenne|moyen; minimum|plus petit|plus bas|moins élevé; maximum|plus grand|plus haut|plus élevé; ligne|lignes|colonne|colonnes|tableau|entrées|enregistrements',
  ),
  he: words(
    'כמה|מספר ה; רשום את כל|רשימת|מנה את|פרט את; כל|אילו|איזה;' +
      ' סכום|סך הכל; ממוצע; הקטן ביותר|מינימום; הגדול ביותר|מקסימום; שורה|שורות|עמודה|טבלה',
  ),
  hi: words(
    'कितने|कितनी|संख्या|गिनती; सूची|सूचीबद्ध; सभी|हर|प्रत्येक|कौन से|कौन सी;' +
      ' योग|कुल; औसत; सबसे कम|न्यूनतम; सबसे अधिक|अधिकतम; पंक्ति|पंक्तियाँ|कॉलम|स्तंभ|तालिका',
  ),
  hu: words(
    'hány|mennyi|hányszor|száma; sorold fel|listázd|felsorolás|lista; összes|minden|mely|melyek|melyik;' +
      ' összeg|összege|összesen; átlag|átlagos|átlaga; legkisebb|minimum|legalacsonyabb; legnagyobb|maximum|legmagasabb; sor|sorok|oszlop|oszlopban|táblázat|táblázatban',
  ),
  id: words(
    'berapa banyak|berapa|jumlah|ada berapa; sebutkan semua|sebutkan|daftar|buat daftar; semua|setiap|masing-masing|mana;' +
      ' total|jumlahkan|jumlah keseluruhan; rata-rata; terkecil|terendah|minimum; terbesar|tertinggi|maksimum; baris|kolom|tabel',
  ),
  it: words(
    'quanti|quante|numero di|quante volte; elenca|elencare|elenco|lista; tutti|tutte|ogni|quali|ciascun;' +
      ' somma|totale; media|medio; minimo|minima|più piccolo|più basso; massimo|massima|più grande|più alto; riga|righe|colonna|colonne|tabella|voci',
  ),
  ja: words(
    'いくつ|何個|何件|何人|何回|何社|何名|件数|個数|数えて; 一覧|列挙|リスト|すべて挙げ|全て挙げ|全部挙げ|洗い出; すべて|全て|全部|各|どの;' +
      ' 合計|総計|総額; 平均; 最小|最低|最も少ない; 最大|最高|最も多い; 行|列|表|レコード',
  ),
  ko: words(
    '몇 개|몇 명|몇 건|몇 번|몇|개수|건수|얼마나 많은; 나열|목록|모두 열거|열거; 모든|모두|각|어떤|어느;' +
      ' 합계|총합|총액; 평균; 최소|가장 작은|가장 낮은; 최대|가장 큰|가장 높은; 행|열|표|레코드',
  ),
  nl: words(
    'hoeveel|aantal|hoe vaak; noem alle|lijst|opsomming|som alle|geef alle|toon alle; alle|elke|iedere|welke;' +
      ' som|totaal|totale|in totaal; gemiddelde|gemiddeld; kleinste|laagste|minimum; grootste|hoogste|maximum; rij|rijen|regels|kolom|kolommen|tabel',
  ),
  no: words(
    'hvor mange|antall|hvor ofte; list opp|liste over|nevn alle|ramse opp; alle|hver|hvilke;' +
      ' sum|summen|totalt|til sammen; gjennomsnitt|gjennomsnittlig; minste|laveste|minimum; største|høyeste|maksimum; rader|rad|kolonne|kolonnen|tabell|tabellen',
  ),
  pl: words(
    'ile|ilu|liczba|policz; wymień|wypisz|lista|wylicz; wszystkie|wszystkich|wszyscy|każdy|które|którzy;' +
      ' suma|sumę|łącznie|razem; średnia|średnią|średni|przeciętna; najmniejsza|najmniejszy|najniższa|minimum; największa|największy|najwyższa|maksimum; wiersz|wiersze|wierszy|kolumna|kolumnie|kolumny|tabela|tabeli',
  ),
  pt: words(
    'quantos|quantas|número de|quantidade de; liste|listar|lista|enumere|cite todos|cite todas; todos|todas|cada|quais;' +
      ' soma|total; média|médio; menor|mínimo|mais baixo; maior|máximo|mais alto; linha|linhas|coluna|colunas|tabela|registros|registos',
  ),
  ro: words(
    'câți|câte|cati|cate|număr de|numărul; enumeră|listează|lista; toate|toți|fiecare|care;' +
      ' suma|total|totalul; media|medie; minim|cel mai mic; maxim|cel mai mare; rând|rânduri|coloana|coloane|tabel',
  ),
  ru: words(
    'сколько|количество|число|посчитай; перечисли|перечислите|список|назови все|назови всех; все|всех|каждый|каждая|какие|каких|кто;' +
      ' сумма|сумму|итого|всего; среднее|средняя|средний|среднюю; наименьшее|минимум|минимальное|минимальная; наибольшее|максимум|максимальное|максимальная; строка|строк|строки|столбец|столбца|столбце|таблица|таблице|записей',
  ),
  sv: words(
    'hur många|antal|antalet|hur ofta; lista alla|lista|räkna upp|nämn alla|ange alla; alla|varje|vilka;' +
      ' summa|summan|totalt|sammanlagt; genomsnitt|genomsnittlig|medelvärde; minsta|lägsta|minimum; största|högsta|maximum; rad|rader|kolumn|kolumnen|tabell|tabellen',
  ),
  th: words(
    'กี่|จำนวน; รายการทั้งหมด|ระบุทั้งหมด|แจกแจง|ลิสต์; ทั้งหมด|ทุก|ใดบ้าง|อะไรบ้าง;' +
      ' ผลรวม|ยอดรวม|รวม; เฉลี่ย; น้อยที่สุด|ต่ำสุด; มากที่สุด|สูงสุด; แถว|คอลัมน์|ตาราง',
  ),
  tr: words(
    'kaç|kaç tane|sayısı; listele|sırala|liste; tüm|bütün|hepsi|her|hangi|hangileri;' +
      ' toplam|toplamı; ortalama|ortalaması; en küçük|en düşük|minimum; en büyük|en yüksek|maksimum; satır|sütun|sütununda|tablo|tabloda',
  ),
  uk: words(
    'скільки|кількість|число; перелічи|перерахуй|список|назви всі; усі|всі|кожен|кожна|які|яких;' +
      ' сума|суму|разом|усього; середнє|середня|середню; найменше|мінімум; найбільше|максимум; рядок|рядків|рядки|стовпець|стовпця|таблиця|таблиці',
  ),
  vi: words(
    'bao nhiêu|mấy|số lượng; liệt kê|danh sách|kể tên; tất cả|mọi|mỗi|những;' +
      ' tổng|tổng cộng; trung bình; nhỏ nhất|thấp nhất; lớn nhất|cao nhất; hàng|dòng|cột|bảng',
  ),
  zh: words(
    '多少|几个|几名|几次|几家|几份|几条|幾個|幾名|幾次|数量|數量|个数; 列出|列举|列舉|清单|清單|一一列; 所有|全部|每个|每個|每一|哪些|各个;' +
      ' 总和|總和|合计|合計|总计|總計|总额|總額; 平均; 最小|最低|最少; 最大|最高|最多; 行|列|栏|欄|表格|记录|紀錄',
  ),
};

function words(groups: string): AskingWords {
  const [howMany = '', list = '', maybe = '', sum = '', average = '', least = '', most = '', parts = ''] =
    groups.split(';').map((group) => group.trim());
  return { howMany, list, maybe, sum, average, least, most, parts };
}
