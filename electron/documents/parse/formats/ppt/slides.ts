import { deepRecords, type PptRecord } from './records.ts';
import { findTables, type PptTable } from './tables.ts';

export interface PptSlide {
  readonly title: string;
  readonly texts: readonly string[];
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly notes: string;
}

/** Record types of [MS-PPT] 2.13.24. */
const types = {
  document: 1000,
  slide: 1006,
  notes: 1008,
  slidePersist: 1011,
  slideList: 4080,
  textHeader: 3999,
  textChars: 4000,
  textBytes: 4008,
  outlineText: 3998,
  clientTextbox: 0xf00d,
  userEdit: 4085,
  persistDirectory: 6002,
  slideAtom: 1007,
  notesAtom: 1009,
} as const;

/** Kinds of text in a header: a slide's title, centred or not. */
const titleKinds = new Set([0, 6]);
const notesKind = 2;

interface PptText {
  readonly kind: number;
  text: string;
}

/**
 * The slides in the order they are shown. A file keeps older versions of its parts: the directory says which count.
 * @param currentEdit where the last edit's record stands; null where the file does not say.
 */
export function readSlides(
  stream: Buffer,
  records: readonly PptRecord[],
  currentEdit: number | null,
): PptSlide[] {
  const byOffset = new Map(records.map((record) => [record.offset, record]));
  const places = readPlaces(stream, byOffset, currentEdit);
  const document =
    [...places.values()]
      .map((offset) => byOffset.get(offset))
      .find((record) => record?.type === types.document) ??
    records.findLast((record) => record.type === types.document);
  const lists = document?.children.filter(({ type }) => type === types.slideList) ?? [];
  const notesById = readNotes(
    stream,
    lists.find(({ instance }) => instance === 2),
    { places, byOffset },
  );
  const slideList = lists.find(({ instance }) => instance === 0);
  const slides: PptSlide[] = [];
  for (const [index, record] of (slideList?.children ?? []).entries()) {
    if (record.type !== types.slidePersist || record.start + 16 > record.end) continue;
    const following = slideList?.children.slice(index + 1) ?? [];
    const stop = following.findIndex(({ type }) => type === types.slidePersist);
    const outline = readTexts(stream, stop === -1 ? following : following.slice(0, stop));
    const slide = byOffset.get(places.get(stream.readUInt32LE(record.start)) ?? -1);
    const slideId = stream.readUInt32LE(record.start + 12);
    slides.push(readSlide({ stream, slide, outline, notes: notesById.get(slideId) ?? '' }));
  }
  if (slides.length > 0) return slides;
  // A broken directory: the slides as they lie in the file.
  return records
    .filter(({ type }) => type === types.slide)
    .map((slide) => readSlide({ stream, slide, outline: [], notes: '' }));
}

function readSlide(input: {
  readonly stream: Buffer;
  readonly slide: PptRecord | undefined;
  readonly outline: readonly PptText[];
  readonly notes: string;
}): PptSlide {
  const { stream, slide, outline, notes } = input;
  const readBox = (shape: PptRecord) =>
    deepRecords([shape], [types.clientTextbox])
      .flatMap((box) => readTexts(stream, box.children))
      .map(({ text }) => text)
      .join(' ');
  const tables = slide ? findTables(stream, slide.children, readBox) : [];
  const texts = slide ? textsOfSlide({ stream, slide, outline, tables }) : outline;
  const title = texts.find(({ kind, text }) => titleKinds.has(kind) && text.trim() !== '');
  return {
    title: title?.text.replaceAll('\n', ' ') ?? '',
    texts: texts.filter((each) => each !== title && each.text.trim() !== '').map(({ text }) => text),
    tables: tables.map(({ rows }) => rows),
    notes,
  };
}

/** Texts of placeholders stand in the outline and are referred to; those of other shapes stand in the slide. */
function textsOfSlide(input: {
  readonly stream: Buffer;
  readonly slide: PptRecord;
  readonly outline: readonly PptText[];
  readonly tables: readonly PptTable[];
}): PptText[] {
  const { stream, slide, outline, tables } = input;
  const used = new Set<PptText>();
  const boxes = deepRecords(slide.children, [types.clientTextbox]).filter(
    ({ offset }) => !tables.some(({ group }) => offset > group.offset && offset < group.end),
  );
  const texts = boxes.flatMap((box) => {
    const inside = box.children.length > 0 ? box.children : [];
    const references = inside.filter(
      ({ type, start, end }) => type === types.outlineText && start + 4 <= end,
    );
    const referred = references.flatMap(({ start }) => outline[stream.readUInt32LE(start)] ?? []);
    for (const each of referred) used.add(each);
    return [...referred, ...readTexts(stream, inside)];
  });
  return [...outline.filter((each) => !used.has(each)), ...texts];
}

function readTexts(stream: Buffer, records: readonly PptRecord[]): PptText[] {
  const texts: PptText[] = [];
  for (const { type, start, end } of records) {
    if (type === types.textHeader && start + 4 <= end)
      texts.push({ kind: stream.readUInt32LE(start), text: '' });
    const isWide = type === types.textChars;
    if (!isWide && type !== types.textBytes) continue;
    // Single bytes are the low halves of UTF-16.
    const text = stream
      .toString(isWide ? 'utf16le' : 'latin1', start, end)
      .replace(/\r/gu, '\n')
      .replaceAll('\v', '\n');
    const open = texts.at(-1);
    if (open) open.text += text;
    else texts.push({ kind: 4, text });
  }
  return texts;
}

function readNotes(
  stream: Buffer,
  list: PptRecord | undefined,
  {
    places,
    byOffset,
  }: { readonly places: ReadonlyMap<number, number>; readonly byOffset: ReadonlyMap<number, PptRecord> },
): Map<number, string> {
  const notes = new Map<number, string>();
  for (const record of list?.children ?? []) {
    if (record.type !== types.slidePersist || record.start + 4 > record.end) continue;
    const page = byOffset.get(places.get(stream.readUInt32LE(record.start)) ?? -1);
    const atom = page?.children.find(({ type }) => type === types.notesAtom);
    if (!page || !atom || atom.start + 4 > atom.end) continue;
    const texts = deepRecords(page.children, [types.clientTextbox]).flatMap((box) =>
      readTexts(stream, box.children),
    );
    notes.set(
      stream.readUInt32LE(atom.start),
      texts
        .filter(({ kind }) => kind === notesKind)
        .map(({ text }) => text)
        .join('\n')
        .trim(),
    );
  }
  return notes;
}

/** Where the valid version of each part stands, by its number: newer edits go before older ones. */
function readPlaces(
  stream: Buffer,
  byOffset: ReadonlyMap<number, PptRecord>,
  currentEdit: number | null,
): Map<number, number> {
  const places = new Map<number, number>();
  const visited = new Set<number>();
  let next = currentEdit ?? -1;
  while (!visited.has(next)) {
    visited.add(next);
    const edit = byOffset.get(next);
    if (edit?.type !== types.userEdit || edit.start + 16 > edit.end) break;
    const directory = byOffset.get(stream.readUInt32LE(edit.start + 12));
    if (directory?.type === types.persistDirectory) addPlaces(stream, directory, places);
    next = stream.readUInt32LE(edit.start + 8);
  }
  return places;
}

function addPlaces(stream: Buffer, directory: PptRecord, places: Map<number, number>): void {
  for (let at = directory.start; at + 4 <= directory.end; ) {
    const head = stream.readUInt32LE(at);
    const first = head & 0xfffff;
    const count = head >>> 20;
    at += 4;
    for (let index = 0; index < count && at + 4 <= directory.end; index += 1, at += 4)
      if (!places.has(first + index)) places.set(first + index, stream.readUInt32LE(at));
  }
}
