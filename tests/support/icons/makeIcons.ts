import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from '../browser.ts';

// Draws resources/icons from its SVG. Run by hand after the drawing changed: node tests/support/icons/makeIcons.ts

const folder = path.resolve(import.meta.dirname, '../../../resources/icons');
const linuxSizes = [16, 32, 48, 64, 128, 256, 512] as const;
const windowsSizes = [16, 24, 32, 48, 64, 128, 256] as const;
/** Apple's four-letter names of the sizes an icns file holds as PNG. */
const appleSizes = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const;
/** Icons in the dock keep a margin of a tenth, those elsewhere none. */
const appleMarginRatio = 0.1;

const svg = await readFile(path.join(folder, 'sotto.svg'), 'utf8');
const executablePath = findBrowser();
const browser = await chromium.launch(executablePath === null ? {} : { executablePath });
const page = await browser.newPage();

for (const size of linuxSizes)
  await writeFile(path.join(folder, `linux/${size}x${size}.png`), await draw(size, 0));
await writeFile(path.join(folder, 'icon.png'), await draw(512, 0));
await writeFile(path.join(folder, 'icon.ico'), await makeIco());
await writeFile(path.join(folder, 'icon.icns'), await makeIcns());
await browser.close();

async function draw(size: number, marginRatio: number): Promise<Buffer> {
  const margin = size * marginRatio;
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;padding:${margin}px;box-sizing:border-box;width:${size}px;height:${size}px">${svg}</body>`,
  );
  await page.addStyleTag({ content: 'svg { display: block; width: 100%; height: 100% }' });
  return page.screenshot({ omitBackground: true });
}

/** An ICO file is a directory of 16-byte entries, then the pictures; since Windows Vista they may be PNG. */
async function makeIco(): Promise<Buffer> {
  const pictures: { size: number; png: Buffer }[] = [];
  for (const size of windowsSizes) pictures.push({ size, png: await draw(size, 0) });
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ size, png }, place) => {
    const entry = 6 + 16 * place;
    // 0 stands for 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** An ICNS file is a row of chunks: name, length with this head, picture. */
async function makeIcns(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (const [name, size] of appleSizes) {
    const png = await draw(size, appleMarginRatio);
    chunks.push(chunkHead(name, png.length + 8), png);
  }
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 8);
  return Buffer.concat([chunkHead('icns', length), ...chunks]);
}

function chunkHead(name: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'ascii');
  head.writeUInt32BE(length, 4);
  return head;
}
