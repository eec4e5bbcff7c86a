import { deepRecords, type PptRecord } from './records.ts';

export interface PptTable {
  readonly group: PptRecord;
  readonly rows: readonly (readonly string[])[];
}

const groupType = 0xf003;
const shapeType = 0xf004;
/** Where a shape lies in its group ([MS-ODRAW] 2.2.39). */
const placeType = 0xf00f;
/** Merged cells leave holes. */
const minFilledRatio = 0.7;

/**
 * The tables among a slide's shapes: to this format, groups of text boxes that lie in rows and columns.
 * @param readBox the text of a shape, empty where it has none.
 */
export function findTables(
  stream: Buffer,
  records: readonly PptRecord[],
  readBox: (shape: PptRecord) => string,
): PptTable[] {
  return records.flatMap((record) => {
    const rows = record.type === groupType ? rowsOf(stream, record, readBox) : null;
    return rows ? [{ group: record, rows }] : findTables(stream, record.children, readBox);
  });
}

function rowsOf(
  stream: Buffer,
  group: PptRecord,
  readBox: (shape: PptRecord) => string,
): readonly string[][] | null {
  const cells = group.children.flatMap((shape) => {
    const [place] = shape.type === shapeType ? deepRecords([shape], [placeType]) : [];
    // Lines between cells have no height or no width.
    if (!place || place.start + 16 > place.end) return [];
    const [left = 0, top = 0, right = 0, bottom = 0] = [0, 4, 8, 12].map((at) =>
      stream.readInt32LE(place.start + at),
    );
    return right > left && bottom > top ? [{ left, top, text: readBox(shape) }] : [];
  });
  const lefts = [...new Set(cells.map(({ left }) => left))].sort((a, b) => a - b);
  const tops = [...new Set(cells.map(({ top }) => top))].sort((a, b) => a - b);
  const places = new Map(cells.map(({ left, top, text }) => [`${left}/${top}`, text]));
  const isGrid =
    lefts.length > 1 &&
    tops.length > 1 &&
    places.size === cells.length &&
    cells.length >= lefts.length * tops.length * minFilledRatio &&
    cells.filter(({ text }) => text.trim() !== '').length > 2;
  return isGrid ? tops.map((top) => lefts.map((left) => places.get(`${left}/${top}`) ?? '')) : null;
}
