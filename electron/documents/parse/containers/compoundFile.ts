/** Streams of an OLE compound file ([MS-CFB]): Word, Excel and PowerPoint before 2007, Outlook messages. */
export interface CompoundFile {
  readonly root: CompoundEntry;
  /** @returns what could be read, which is less than its size where the file is cut off. */
  readStream(entry: CompoundEntry): Uint8Array;
}

export interface CompoundEntry {
  readonly name: string;
  readonly isStream: boolean;
  readonly sizeBytes: number;
  /** By name in lower case. */
  readonly children: ReadonlyMap<string, CompoundEntry>;
  readonly startSector: number;
}

const noSector = 0xfffffffa;
const entryBytes = 128;
/** Outlook keeps a storage per recipient and attachment; more than this is no mail. */
const maxEntries = 200_000;

/** @returns null where it is no compound file or its directory cannot be read. */
export function openCompoundFile(bytes: Uint8Array): CompoundFile | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 512 || buffer.readUInt32BE(0) !== 0xd0cf11e0) return null;
  const sectorShift = buffer.readUInt16LE(30);
  const miniShift = buffer.readUInt16LE(32);
  if (sectorShift < 7 || sectorShift > 16 || miniShift > sectorShift) return null;
  const sectorBytes = 1 << sectorShift;
  const miniBytes = 1 << miniShift;
  const miniCutoff = buffer.readUInt32LE(56);
  const sectorAt = (sector: number) => (sector + 1) * sectorBytes;
  const readSector = (sector: number) => buffer.subarray(sectorAt(sector), sectorAt(sector) + sectorBytes);
  const sectorCount = Math.ceil(buffer.length / sectorBytes);

  const fat = readTable(listFatSectors({ buffer, readSector, sectorCount }), readSector);
  const readChain = (start: number) => Buffer.concat(chainOf(start, fat, sectorCount).map(readSector));
  const directory = readChain(buffer.readUInt32LE(48));
  const raw = readEntries(directory, sectorShift);
  const rootEntry = raw[0];
  if (!rootEntry) return null;
  const miniFat = readTable(chainOf(buffer.readUInt32LE(60), fat, sectorCount), readSector);
  let miniStream: Buffer | null = null;

  return {
    root: buildTree(raw),
    readStream({ startSector, sizeBytes }) {
      if (sizeBytes >= miniCutoff) {
        return readChain(startSector).subarray(0, sizeBytes);
      }
      miniStream ??= readChain(rootEntry.startSector);
      const stream = miniStream;
      const parts = chainOf(startSector, miniFat, Math.ceil(stream.length / miniBytes)).map((sector) =>
        stream.subarray(sector * miniBytes, (sector + 1) * miniBytes),
      );
      return Buffer.concat(parts).subarray(0, sizeBytes);
    },
  };
}

/** The sectors that hold the table of chains: 109 in the header, further ones in a chain of their own. */
function listFatSectors(input: {
  readonly buffer: Buffer;
  readonly readSector: (sector: number) => Buffer;
  readonly sectorCount: number;
}): number[] {
  const { buffer, readSector, sectorCount } = input;
  const sectors: number[] = [];
  const seen = new Set<number>();
  const add = (sector: number) => {
    if (sector < sectorCount && !seen.has(sector)) sectors.push(sector);
    seen.add(sector);
  };
  for (let index = 0; index < 109; index += 1) add(buffer.readUInt32LE(76 + index * 4));
  const visited = new Set<number>();
  let next = buffer.readUInt32LE(68);
  while (next < noSector && next < sectorCount && !visited.has(next)) {
    visited.add(next);
    const sector = readSector(next);
    const last = Math.floor(sector.length / 4) - 1;
    for (let index = 0; index < last; index += 1) add(sector.readUInt32LE(index * 4));
    next = last < 0 ? noSector : sector.readUInt32LE(last * 4);
  }
  return sectors;
}

function readTable(sectors: readonly number[], readSector: (sector: number) => Buffer): Uint32Array {
  const whole = Buffer.concat(sectors.map(readSector));
  const table = new Uint32Array(Math.floor(whole.length / 4));
  for (let index = 0; index < table.length; index += 1) table[index] = whole.readUInt32LE(index * 4);
  return table;
}

/** Damaged chains run in circles or past the end; both end the chain. */
function chainOf(start: number, table: Uint32Array, sectorCount: number): number[] {
  const chain: number[] = [];
  const seen = new Uint8Array(sectorCount);
  for (let sector = start; sector < sectorCount && seen[sector] === 0; sector = table[sector] ?? noSector) {
    seen[sector] = 1;
    chain.push(sector);
  }
  return chain;
}

interface RawEntry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly startSector: number;
  readonly sizeBytes: number;
}

function readEntries(directory: Buffer, sectorShift: number): RawEntry[] {
  const entries: RawEntry[] = [];
  for (let at = 0; at + entryBytes <= directory.length && entries.length < maxEntries; at += entryBytes) {
    const nameBytes = Math.min(64, Math.max(2, directory.readUInt16LE(at + 64))) - 2;
    entries.push({
      name: directory.toString('utf16le', at, at + nameBytes),
      type: directory.readUInt8(at + 66),
      left: directory.readUInt32LE(at + 68),
      right: directory.readUInt32LE(at + 72),
      child: directory.readUInt32LE(at + 76),
      startSector: directory.readUInt32LE(at + 116),
      // The upper half is noise in files with small sectors.
      sizeBytes:
        sectorShift > 9 ? Number(directory.readBigUInt64LE(at + 120)) : directory.readUInt32LE(at + 120),
    });
  }
  return entries;
}

/** The siblings of each storage form a binary tree; followed without recursion and each entry once. */
function buildTree(raw: readonly RawEntry[]): CompoundEntry {
  const used = new Set<number>([0]);
  const make = (entry: RawEntry, children: Map<string, CompoundEntry>): CompoundEntry => ({
    name: entry.name,
    isStream: entry.type === 2,
    sizeBytes: entry.sizeBytes,
    startSector: entry.startSector,
    children,
  });
  const rootChildren = new Map<string, CompoundEntry>();
  const rootEntry = raw[0];
  const pending = [{ index: rootEntry?.child ?? noSector, into: rootChildren }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const entry = raw[next.index];
    if (!entry || used.has(next.index)) continue;
    used.add(next.index);
    pending.push({ index: entry.left, into: next.into }, { index: entry.right, into: next.into });
    if (entry.type !== 1 && entry.type !== 2) continue;
    const children = new Map<string, CompoundEntry>();
    next.into.set(entry.name.toLowerCase(), make(entry, children));
    if (entry.type === 1) pending.push({ index: entry.child, into: children });
  }
  return make(
    rootEntry ?? { name: '', type: 5, left: 0, right: 0, child: 0, startSector: 0, sizeBytes: 0 },
    rootChildren,
  );
}
