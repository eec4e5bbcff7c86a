import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createPackage } from '@electron/asar';

/** Marks the place in Electron's program where its fuses are; each is the character 0 or 1, after version and count. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuses = '100110001';

/** A folder that electron-builder takes for an unpacked Electron for Linux. Nothing in it runs. */
export async function makeStandInElectron(folder: string): Promise<string> {
  const defaultApp = path.join(folder, 'default_app');
  await mkdir(path.join(folder, 'electron/resources'), { recursive: true });
  await mkdir(path.join(folder, 'electron/locales'));
  await mkdir(defaultApp);
  await writeFile(path.join(defaultApp, 'package.json'), '{"name":"electron","main":"main.js"}');
  await writeFile(path.join(defaultApp, 'main.js'), '');
  await createPackage(defaultApp, path.join(folder, 'electron/resources/default_app.asar'));
  const program = Buffer.concat([
    Buffer.from(`#!/bin/false\n${fuseSentinel}`),
    Buffer.from([1, fuses.length]),
    Buffer.from(fuses),
  ]);
  await writeFile(path.join(folder, 'electron/electron'), program, { mode: 0o755 });
  await writeFile(path.join(folder, 'electron/locales/en-US.pak'), '');
  return path.join(folder, 'electron');
}
