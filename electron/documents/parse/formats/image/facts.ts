export interface ImageFacts {
  readonly width: number;
  readonly height: number;
  /** As EXIF has it; 1 where the file does not say. */
  readonly exifOrientation: number;
  /** Null where the file does not say: screens' pictures claim 72 or 96 whatever they show. */
  readonly pixelsPerInch: number | null;
}

/** What a picture says of itself before it is opened. @returns null where its header is of no known kind. */
export function readImageFacts(bytes: Uint8Array): ImageFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const start = view.getUint32(0);
    if (start === 0x89504e47) return size(view.getUint32(16), view.getUint32(20));
    if (start === 0x47494638) return size(view.getUint16(6, true), view.getUint16(8, true));
    if (start >>> 16 === 0x424d) return size(view.getInt32(18, true), Math.abs(view.getInt32(22, true)));
    if (start === 0x52494646) return readWebp(view);
    if (start >>> 16 === 0xffd8) return readJpeg(view);
    if (start === 0x49492a00 || start === 0x4d4d002a) return readTiff(view, start === 0x49492a00);
    return null;
  } catch {
    // The file ends before its header does.
    return null;
  }
}

function size(width: number, height: number): ImageFacts {
  return { width, height, exifOrientation: 1, pixelsPerInch: null };
}

function readWebp(view: DataView): ImageFacts | null {
  const kind = view.getUint32(12);
  if (kind === 0x56503858) {
    const read = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
    return size(read(24), read(27));
  }
  if (kind === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (kind === 0x56503820) return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  return null;
}

function readJpeg(view: DataView): ImageFacts | null {
  let exifOrientation = 1;
  for (let at = 2; at + 9 < view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { ...size(view.getUint16(at + 7), view.getUint16(at + 5)), exifOrientation };
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) exifOrientation = readExif(view, at + 10);
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** EXIF is a small TIFF; its tag 0x0112 says how the camera was held. */
function readExif(view: DataView, start: number): number {
  const isLittle = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, isLittle);
  const entries = view.getUint16(directory, isLittle);
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * 12;
    if (view.getUint16(at, isLittle) !== 0x0112) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

function readTiff(view: DataView, isLittle: boolean): ImageFacts | null {
  const directory = view.getUint32(4, isLittle);
  const entries = view.getUint16(directory, isLittle);
  let width = 0;
  let height = 0;
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * 12;
    const isShort = view.getUint16(at + 2, isLittle) === 3;
    const value = isShort ? view.getUint16(at + 8, isLittle) : view.getUint32(at + 8, isLittle);
    const tag = view.getUint16(at, isLittle);
    if (tag === 256) width = value;
    if (tag === 257) height = value;
  }
  return width > 0 && height > 0 ? size(width, height) : null;
}
