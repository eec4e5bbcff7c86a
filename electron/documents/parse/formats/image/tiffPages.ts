/**
 * The pictures in a file: those of a TIFF each as a TIFF of its own, which differs only in which picture comes first.
 * Any other file is one picture.
 */
export function tiffPages(bytes: Uint8Array, { maxPages }: { readonly maxPages: number }): Uint8Array[] {
  const offsets = directoryOffsets(bytes, maxPages);
  if (offsets.length <= 1) return [bytes];
  const isLittle = bytes[0] === 0x49;
  return offsets.map((offset) => {
    const page = Buffer.from(bytes);
    if (isLittle) page.writeUInt32LE(offset, 4);
    else page.writeUInt32BE(offset, 4);
    return page;
  });
}

/** Where each picture's directory lies; a chain that runs in a circle or out of the file ends there. */
function directoryOffsets(bytes: Uint8Array, maxPages: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = view.byteLength > 8 && view.getUint32(0) === 0x49492a00;
  if (!isLittle && (view.byteLength <= 8 || view.getUint32(0) !== 0x4d4d002a)) return [];
  const offsets = new Set<number>();
  let at = view.getUint32(4, isLittle);
  while (at >= 8 && at + 2 <= view.byteLength && !offsets.has(at) && offsets.size < maxPages) {
    offsets.add(at);
    const next = at + 2 + 12 * view.getUint16(at, isLittle);
    at = next + 4 <= view.byteLength ? view.getUint32(next, isLittle) : 0;
  }
  return [...offsets];
}
