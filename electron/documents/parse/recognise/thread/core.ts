import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';

/** What of Tesseract, compiled to WebAssembly by the tesseract.js project, is used here. */
export interface TesseractCore {
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array): void;
    unlink(path: string): void;
  };
  readonly TessBaseAPI: new () => TesseractApi;
  readonly OSResults: new () => OrientationResults;
}

export interface TesseractApi {
  /** @param engine 0: the old one, which alone tells orientation and script; 1: the neural one. @returns 0 on success. */
  Init(folder: string, languages: string, engine: 0 | 1): number;
  SetVariable(name: string, value: string): boolean;
  /** Opens `/input`. @param exif turns it as the EXIF orientation says. @returns 1 where it cannot be read. */
  SetImageFile(exif: number, radians: number): number;
  DetectOS(results: OrientationResults): boolean;
  Recognize(monitor: null): number;
  GetJSONText(): string;
  Clear(): void;
  End(): void;
}

export interface OrientationResults {
  readonly best_result: {
    /** Clockwise quarter turns that the text is away from upright. */
    readonly orientation_id: number;
    readonly oconfidence: number;
    readonly script_id: number;
    readonly sconfidence: number;
  };
  readonly unicharset: { get_script_from_script_id(id: number): string };
}

/** Where the parts of the recognition lie; nothing is ever fetched. */
export interface RecognitionFiles {
  readonly corePath: string;
  readonly wasmPath: string;
  /** By language, `osd` among them. */
  readonly dataPaths: Readonly<Record<string, string>>;
}

type StartCore = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: () => void;
  readonly printErr: () => void;
  readonly TesseractProgress: () => void;
}) => Promise<TesseractCore>;

export async function startCore({ corePath, wasmPath }: RecognitionFiles): Promise<TesseractCore> {
  const start: StartCore = createRequire(import.meta.url)(corePath);
  const silent = () => undefined;
  return start({
    // Without it the core would look for the file itself.
    wasmBinary: readFileSync(wasmPath),
    print: silent,
    printErr: silent,
    TesseractProgress: silent,
  });
}

/** Opens Tesseract for these languages. Throws where their data cannot be loaded. */
export function openApi(
  core: TesseractCore,
  input: {
    readonly files: RecognitionFiles;
    readonly languages: readonly string[];
    readonly engine: 0 | 1;
    readonly loaded: Set<string>;
  },
): TesseractApi {
  for (const language of input.languages) {
    const dataPath = input.files.dataPaths[language];
    if (dataPath === undefined) throw new Error(`There is no data for ${language}`);
    if (input.loaded.has(language)) continue;
    core.FS.writeFile(`/${language}.traineddata`, gunzipSync(readFileSync(dataPath)));
    input.loaded.add(language);
  }
  const api = new core.TessBaseAPI();
  if (api.Init('/', input.languages.join('+'), input.engine) !== 0)
    throw new Error(`Tesseract does not start with ${input.languages.join('+')}`);
  return api;
}
