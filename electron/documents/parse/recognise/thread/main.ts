import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { PictureAnswer, PictureRequest, RecognisedLine } from '../protocol.ts';
import { openApi, startCore, type TesseractApi, type TesseractCore } from './core.ts';
import { readLines } from './readLines.ts';

// A thread of its own, so that one picture can be given up in the middle.
const files = z
  .object({ corePath: z.string(), wasmPath: z.string(), dataPaths: z.record(z.string(), z.string()) })
  .parse(workerData);

/** Words so unsure mean that the picture may lie on its side. */
const turnedConfidence = 0.7;
/** Tesseract's measure; below it the orientation is a guess. */
const minOrientationConfidence = 1;
/** EXIF orientations that turn a picture by so many quarters clockwise. */
const exifOfTurns = [1, 6, 3, 8];

const loaded = new Set<string>();
let core: TesseractCore | null = null;
let reader: { readonly languages: string; readonly api: TesseractApi } | null = null;
let orientation: TesseractApi | null = null;

parentPort?.on('message', (request: PictureRequest) => void answer(request));

async function answer(request: PictureRequest): Promise<void> {
  const { id } = request;
  const send = (message: PictureAnswer) => parentPort?.postMessage(message);
  try {
    core ??= await startCore(files);
    core.FS.writeFile('/input', request.bytes);
    const read = readPicture(core, request);
    send(read ? { kind: 'read', id, ...read } : { kind: 'unreadable', id });
  } catch (error) {
    send({ kind: 'failed', id, reason: error instanceof Error ? error.message : String(error) });
  }
}

function readPicture(
  tesseract: TesseractCore,
  request: PictureRequest,
): Pick<Extract<PictureAnswer, { kind: 'read' }>, 'lines' | 'quarterTurns' | 'script'> | null {
  orientation ??= openApi(tesseract, { files, languages: ['osd'], engine: 0, loaded });
  if (!setPicture(orientation, request, 0)) return null;
  const told = request.isScriptWanted ? tellOrientation(tesseract, orientation) : null;
  const script = told?.script ?? null;
  const first = recognise(tesseract, request, told?.quarterTurns ?? 0);
  if (told !== null || confidenceOf(first) >= turnedConfidence)
    return { lines: first, quarterTurns: told?.quarterTurns ?? 0, script };
  const { quarterTurns } = tellOrientation(tesseract, orientation);
  const second = quarterTurns === 0 ? first : recognise(tesseract, request, quarterTurns);
  return confidenceOf(second) > confidenceOf(first)
    ? { lines: second, quarterTurns, script }
    : { lines: first, quarterTurns: 0, script };
}

function recognise(
  tesseract: TesseractCore,
  request: PictureRequest,
  quarterTurns: number,
): RecognisedLine[] {
  const languages = request.languages.join('+');
  if (reader?.languages !== languages) {
    reader?.api.End();
    reader = null;
    const api = openApi(tesseract, { files, languages: request.languages, engine: 1, loaded });
    // Chinese and Japanese are set without spaces between words.
    api.SetVariable('preserve_interword_spaces', '1');
    reader = { languages, api };
  }
  const { api } = reader;
  if (!setPicture(api, request, quarterTurns)) return [];
  api.Recognize(null);
  const lines = readLines(api.GetJSONText());
  api.Clear();
  return lines;
}

/** @returns false where it cannot be opened. */
function setPicture(api: TesseractApi, request: PictureRequest, quarterTurns: number): boolean {
  api.SetVariable('user_defined_dpi', String(request.pixelsPerInch ?? 0));
  const turnsBefore = Math.max(0, exifOfTurns.indexOf(request.exifOrientation));
  const turned = exifOfTurns[(turnsBefore + quarterTurns) % 4] ?? 1;
  const exif = quarterTurns === 0 ? request.exifOrientation : turned;
  return api.SetImageFile(exif, 0) !== 1;
}

function tellOrientation(
  tesseract: TesseractCore,
  api: TesseractApi,
): { readonly quarterTurns: number; readonly script: string | null } {
  const results = new tesseract.OSResults();
  const isTold = api.DetectOS(results);
  if (!isTold) return { quarterTurns: 0, script: null };
  const { orientation_id, oconfidence, script_id } = results.best_result;
  return {
    quarterTurns: oconfidence >= minOrientationConfidence ? (4 - orientation_id) & 3 : 0,
    script: results.unicharset.get_script_from_script_id(script_id),
  };
}

/** Of its words, by their length. */
function confidenceOf(lines: readonly RecognisedLine[]): number {
  let sum = 0;
  let characters = 0;
  for (const { words } of lines) {
    for (const { text, confidence } of words) {
      sum += confidence * text.length;
      characters += text.length;
    }
  }
  return characters === 0 ? 0 : sum / characters;
}
