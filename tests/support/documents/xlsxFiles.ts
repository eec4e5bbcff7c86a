import { strToU8, zipSync } from 'fflate';

const relationshipTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of an Office package as a zip; `relations` by the part they belong to ('' is the package). */
export function makePackage(
  parts: Readonly<Record<string, string>>,
  relations: Readonly<Record<string, readonly (readonly [id: string, kind: string, target: string])[]>>,
): Uint8Array {
  const files: Record<string, Uint8Array> = { '[Content_Types].xml': strToU8('<Types/>') };
  for (const [part, xml] of Object.entries(parts)) files[part] = strToU8(`<?xml version="1.0"?>${xml}`);
  for (const [part, list] of Object.entries(relations)) {
    const slash = part.lastIndexOf('/');
    files[`${part.slice(0, slash + 1)}_rels/${part.slice(slash + 1)}.rels`] = strToU8(
      `<Relationships>${list
        .map(
          ([id, kind, target]) =>
            `<Relationship Id="${id}" Type="${relationshipTypes}/${kind}" Target="${target}"/>`,
        )
        .join('')}</Relationships>`,
    );
  }
  return zipSync(files);
}

/** Excel workbooks: `rows` is the inside of `sheetData`, `after` what follows it. */
export function makeXlsx(
  sheets: readonly {
    readonly name: string;
    readonly rows: string;
    readonly after?: string;
    readonly state?: string;
  }[],
  {
    strings = [],
    formats = [],
  }: { readonly strings?: readonly string[]; readonly formats?: readonly string[] } = {},
): Uint8Array {
  const parts: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns:r="${relationshipTypes}"><sheets>${sheets
      .map(
        ({ name, state = 'visible' }, index) =>
          `<sheet name="${name}" sheetId="${index + 1}" state="${state}" r:id="rId${index + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet><numFmts>${formats
      .map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code}"/>`)
      .join('')}</numFmts><cellXfs><xf numFmtId="0"/>${formats
      .map((_, index) => `<xf numFmtId="${200 + index}"/>`)
      .join('')}</cellXfs></styleSheet>`,
  };
  for (const [index, { rows, after = '' }] of sheets.entries())
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;
  return makePackage(parts, {
    '': [['rId1', 'officeDocument', 'xl/workbook.xml']],
    'xl/workbook.xml': [
      ...sheets.map(
        (_, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const,
      ),
      ['rIdS', 'sharedStrings', 'sharedStrings.xml'],
      ['rIdF', 'styles', 'styles.xml'],
    ],
  });
}

export function row(...cells: readonly (string | number)[]): string {
  const inside = cells.map((cell) =>
    typeof cell === 'number'
      ? `<c><v>${cell}</v></c>`
      : cell.startsWith('<')
        ? cell
        : `<c t="inlineStr"><is><t>${cell}</t></is></c>`,
  );
  return `<row>${inside.join('')}</row>`;
}
