const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Encodes text as old computers did: the platform only decodes, so its tables are turned around. */
export function encodeLegacy(text: string, label: string): Buffer {
  const table = tables.get(label) ?? makeTable(label);
  tables.set(label, table);
  return Buffer.from(
    [...text].flatMap((character) => {
      const bytes = table.get(character);
      if (!bytes) throw new Error(`${label} has no ${character}`);
      return [...bytes];
    }),
  );
}

function makeTable(label: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(label);
  const table = new Map<string, readonly number[]>();
  const add = (bytes: readonly number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte += 1) add([byte]);
  if (!/^(?:shift_jis|euc-|gbk|big5)/u.test(label)) return table;
  for (let first = 0x81; first < 0xff; first += 1) {
    for (let second = 0x40; second < 0xff; second += 1) add([first, second]);
  }
  return table;
}
