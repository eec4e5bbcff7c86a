import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { recognitionData } from '../../../../shared/recognition.ts';
import { createRecogniser, type Recogniser } from './recogniser.ts';
import type { RecognitionFiles } from './thread/core.ts';

/**
 * The recognition with its data, which lie beside the built parser, else in their packages.
 * @param here the folder of the parser's entry. @returns null where they are missing.
 */
export function findRecogniser(here: string): Recogniser | null {
  const built = path.join(here, '../recognition');
  const files = existsSync(path.join(built, 'core.wasm')) ? filesIn(built) : filesOfPackages();
  const threadPath = [
    path.join(here, 'recogniser.js'),
    path.join(import.meta.dirname, 'thread/main.ts'),
  ].find((candidate) => existsSync(candidate));
  return files && threadPath !== undefined ? createRecogniser({ threadPath, files }) : null;
}

function filesIn(folder: string): RecognitionFiles {
  return {
    corePath: path.join(folder, 'core.cjs'),
    wasmPath: path.join(folder, 'core.wasm'),
    dataPaths: Object.fromEntries(
      recognitionData.map((code) => [code, path.join(folder, `${code}.traineddata.gz`)]),
    ),
  };
}

function filesOfPackages(): RecognitionFiles | null {
  const { resolve } = createRequire(import.meta.url);
  try {
    return {
      corePath: resolve('tesseract.js-core/tesseract-core-simd.js'),
      wasmPath: resolve('tesseract.js-core/tesseract-core-simd.wasm'),
      dataPaths: Object.fromEntries(
        recognitionData.map((code) => [
          code,
          resolve(`@tesseract.js-data/${code}/4.0.0_best_int/${code}.traineddata.gz`),
        ]),
      ),
    };
  } catch {
    return null;
  }
}
