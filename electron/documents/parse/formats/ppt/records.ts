/** A record of a PowerPoint stream ([MS-PPT] 2.3.1). */
export interface PptRecord {
  readonly type: number;
  readonly instance: number;
  readonly offset: number;
  /** Of its content in the stream. */
  readonly start: number;
  readonly end: number;
  /** Empty for records that hold no others. */
  readonly children: readonly PptRecord[];
}

const maxDepth = 40;
const maxRecords = 2_000_000;

/** Reads a range of the stream as records within records; what is cut off ends at the stream's end. */
export function readRecords(stream: Buffer): PptRecord[] {
  let count = 0;
  const readRange = (from: number, to: number, depth: number): PptRecord[] => {
    const records: PptRecord[] = [];
    for (let at = from; at + 8 <= to; ) {
      const head = stream.readUInt16LE(at);
      const start = at + 8;
      const end = Math.min(to, start + stream.readUInt32LE(at + 4));
      count += 1;
      if (count > maxRecords) throw new Error('it has too many records');
      const isContainer = (head & 0xf) === 0xf && depth < maxDepth;
      records.push({
        type: stream.readUInt16LE(at + 2),
        instance: head >> 4,
        offset: at,
        start,
        end,
        children: isContainer ? readRange(start, end, depth + 1) : [],
      });
      at = end;
    }
    return records;
  };
  return readRange(0, stream.length, 0);
}

/** All records of these types at any depth, in order. */
export function deepRecords(records: readonly PptRecord[], types: readonly number[]): PptRecord[] {
  return records.flatMap((record) =>
    types.includes(record.type) ? [record] : deepRecords(record.children, types),
  );
}
