/** A storage with streams and storages inside, by name. */
export interface Storage {
  readonly [name: string]: Uint8Array | Storage;
}

interface Entry {
  readonly name: string;
  readonly content: Uint8Array | null;
  children: Entry[];
}

const sector = 512;
const mini = 64;
const endOfChain = 0xfffffffe;
const free = 0xffffffff;

/** An OLE compound file ([MS-CFB], version 3), as Outlook and old Office write them. */
export function makeCompoundFile(root: Storage): Uint8Array {
  const rootEntry: Entry = { name: 'Root Entry', content: null, children: entriesOf(root) };
  const entries = flatten(rootEntry);
  const isSmall = (entry: Entry) => entry.content !== null && entry.content.length < 4096;

  const miniFat: number[] = [];
  const miniParts: Buffer[] = [];
  const starts = new Map<Entry, number>();
  for (const entry of entries.filter(isSmall)) {
    const count = Math.ceil((entry.content?.length ?? 0) / mini);
    starts.set(entry, count === 0 ? endOfChain : miniFat.length);
    miniParts.push(padded(entry.content ?? new Uint8Array(), mini));
    chain(miniFat, count);
  }
  const sectors: Buffer[] = [];
  const fat: number[] = [];
  const place = (bytes: Buffer) => {
    if (bytes.length === 0) return endOfChain;
    const start = fat.length;
    sectors.push(bytes);
    chain(fat, bytes.length / sector);
    return start;
  };
  for (const entry of entries)
    if (entry.content && !isSmall(entry)) starts.set(entry, place(padded(entry.content, sector)));
  const miniStream = padded(Buffer.concat(miniParts), sector);
  starts.set(rootEntry, place(miniStream));
  const miniFatStart = place(numbers(miniFat));
  const directoryStart = place(directoryOf(entries, starts, miniStream.length));
  const fatSectors = Math.ceil((fat.length + 8) / (sector / 4 - 1));
  const fatStart = fat.length;
  for (let index = 0; index < fatSectors; index += 1) fat.push(0xfffffffd);

  const header = Buffer.alloc(sector, 0xff);
  header.fill(0, 0, 76);
  header.write('d0cf11e0a1b11ae1', 'hex');
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(fatSectors, 44);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(miniFatStart, 60);
  header.writeUInt32LE(Math.ceil(miniFat.length / (sector / 4)), 64);
  header.writeUInt32LE(endOfChain, 68);
  for (let index = 0; index < fatSectors; index += 1) header.writeUInt32LE(fatStart + index, 76 + index * 4);
  return Buffer.concat([header, ...sectors, numbers(fat, fatSectors * sector)]);
}

function entriesOf(storage: Storage): Entry[] {
  return Object.entries(storage).map(([name, content]) =>
    content instanceof Uint8Array
      ? { name, content, children: [] }
      : { name, content: null, children: entriesOf(content) },
  );
}

function flatten(entry: Entry): Entry[] {
  return [entry, ...entry.children.flatMap(flatten)];
}

function chain(table: number[], count: number): void {
  for (let index = 1; index <= count; index += 1) table.push(index === count ? endOfChain : table.length + 1);
}

function padded(bytes: Uint8Array, unit: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((unit - (bytes.length % unit)) % unit)]);
}

function numbers(
  values: readonly number[],
  sizeBytes = Math.ceil((values.length * 4) / sector) * sector,
): Buffer {
  const buffer = Buffer.alloc(sizeBytes, 0xff);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value >>> 0, index * 4);
  return buffer;
}

/** Siblings hang on each other's right: a tree in name only, which readers must accept. */
function directoryOf(
  entries: readonly Entry[],
  starts: ReadonlyMap<Entry, number>,
  miniBytes: number,
): Buffer {
  const indexOf = new Map(entries.map((entry, index) => [entry, index]));
  const rightOf = new Map<Entry, number>();
  for (const { children } of entries) {
    for (const [index, child] of children.entries()) {
      const next = children[index + 1];
      if (next) rightOf.set(child, indexOf.get(next) ?? free);
    }
  }
  const rows = entries.map((entry, index) => {
    const row = Buffer.alloc(128);
    const name = entry.name.slice(0, 31);
    row.write(name, 'utf16le');
    row.writeUInt16LE(name.length * 2 + 2, 64);
    row.writeUInt8(index === 0 ? 5 : entry.content ? 2 : 1, 66);
    row.writeUInt8(1, 67);
    row.writeUInt32LE(free, 68);
    row.writeUInt32LE(rightOf.get(entry) ?? free, 72);
    const [first] = entry.children;
    row.writeUInt32LE(first ? (indexOf.get(first) ?? free) : free, 76);
    row.writeUInt32LE((starts.get(entry) ?? (entry.content ? endOfChain : 0)) >>> 0, 116);
    row.writeUInt32LE(index === 0 ? miniBytes : (entry.content?.length ?? 0), 120);
    return row;
  });
  return padded(Buffer.concat(rows), sector);
}
