import { elementsOf, firstOf, type XmlElement } from '../../containers/xml.ts';
import { builtInFormat } from '../../table/numberFormat.ts';

/** The number format of each cell style, by the index cells name it with. */
export function readCellFormats(styles: XmlElement | null): readonly string[] {
  if (!styles) return [];
  const own = new Map(
    elementsOf(firstOf(styles, 'numFmts') ?? styles, 'numFmt').map(({ attributes }) => [
      attributes.get('numFmtId'),
      attributes.get('formatCode') ?? 'General',
    ]),
  );
  const cellStyles = firstOf(styles, 'cellXfs');
  if (!cellStyles) return [];
  return elementsOf(cellStyles, 'xf').map(({ attributes }) => {
    const id = attributes.get('numFmtId') ?? '0';
    return own.get(id) ?? builtInFormat(Number(id));
  });
}
