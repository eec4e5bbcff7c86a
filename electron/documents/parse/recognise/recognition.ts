import {
  type RecognisedPage,
  type RecognitionLanguage,
  recognitionLanguageOf,
  recognitionLanguages,
} from '../../../../shared/recognition.ts';
import { detectLanguage } from '../language.ts';
import type { ReadLimits } from '../parserProtocol.ts';
import type { RecognisedLine } from './protocol.ts';
import type { Picture, ReadPicture, Recogniser } from './recogniser.ts';

/** What the recognition makes of one picture. */
export interface PictureText {
  /** Without what is no print: lines too unsure to be words. */
  readonly lines: readonly RecognisedLine[];
  /** Clockwise quarter turns that brought the picture upright. */
  readonly quarterTurns: number;
  /** 0 to 1. */
  readonly confidence: number;
  readonly problem: RecognisedPage['problem'];
}

/** The recognition of one document: its language is settled by its first pages, unless the person chose one. */
export interface Recognition {
  /** @param picture.page of how many, as people are told. */
  read(picture: {
    readonly bytes: Uint8Array;
    readonly pixelsPerInch: number | null;
    readonly exifOrientation?: number;
    readonly page: number;
    readonly total: number | null;
  }): Promise<PictureText>;
  /** The one last used; null before the first picture. */
  readonly language: RecognitionLanguage | null;
  /** False where this system lacks its files. */
  readonly isAvailable: boolean;
  /** Spent with pictures so far. */
  readonly elapsedMs: number;
}

/** Below this a line is a pattern in a photograph, not print. */
const minLineConfidence = 0.45;
/** A page with no more letters than this, or less sure of them, holds no words. */
const minLetters = 3;
const minPageConfidence = 0.4;
/** Fewer letters do not tell a language. */
const minLettersOfLanguage = 80;
const scripts: Readonly<Record<string, RecognitionLanguage>> = {
  Cyrillic: 'ukr',
  Arabic: 'ara',
  Han: 'chi_sim',
  Japanese: 'jpn',
  Hiragana: 'jpn',
  Katakana: 'jpn',
  Korean: 'kor',
  Hangul: 'kor',
};

export function createRecognition(options: {
  /** Null where this system lacks the recognition's files. */
  readonly recogniser: Recogniser | null;
  readonly limits: Pick<ReadLimits, 'recognitionPageMs' | 'maxRecognisedPages'>;
  readonly chosen: RecognitionLanguage | null;
  /** The system's language, as a tag: a guess for the first page. */
  readonly systemLanguage: string;
  /** Before each picture. */
  readonly onPage: (progress: { readonly page: number; readonly total: number | null }) => void;
}): Recognition {
  const { recogniser, limits } = options;
  const system = recognitionLanguageOf(options.systemLanguage) ?? 'eng';
  let settled = options.chosen;
  let used: RecognitionLanguage | null = options.chosen;
  let pages = 0;
  let elapsedMs = 0;

  const nothing = (problem: PictureText['problem']): PictureText => ({
    lines: [],
    quarterTurns: 0,
    confidence: 0,
    problem,
  });
  const readAs = (language: RecognitionLanguage, picture: Omit<Picture, 'languages'>) =>
    recogniser?.read({ ...picture, languages: [language] }, limits.recognitionPageMs) ??
    Promise.resolve({ ok: false, error: 'failed' } as const);

  /** Reads in the language of the system, then in the one the words turn out to be in. */
  const readUnsettled = async (picture: Omit<Picture, 'languages'>) => {
    const guess = recognitionLanguages[system].script === 'Latin' ? system : 'eng';
    const first = await readAs(guess, { ...picture, isScriptWanted: true });
    if (!first.ok) return first;
    used = guess;
    const byScript = scripts[first.value.script ?? ''];
    const text = textOf(first.value);
    const isEnough = countLetters(text.join('')) >= minLettersOfLanguage;
    const told = byScript ?? (isEnough ? recognitionLanguageOf(detectLanguage(text)) : null);
    if (told === null || told === guess) {
      if (told !== null) settled = told;
      return first;
    }
    const second = await readAs(told, picture);
    if (!second.ok) return second;
    const isBetter = confidenceOf(second.value.lines) >= confidenceOf(first.value.lines) - 0.02;
    if (!isBetter) return first;
    used = told;
    if (isEnough) settled = told;
    return second;
  };

  return {
    isAvailable: recogniser !== null,
    get language() {
      return used;
    },
    get elapsedMs() {
      return elapsedMs;
    },
    async read({ page, total, ...given }) {
      if (!recogniser) return nothing('failed');
      if (pages >= limits.maxRecognisedPages) return nothing('tooMany');
      pages += 1;
      options.onPage({ page, total });
      const startedAt = performance.now();
      const picture = { exifOrientation: 1, ...given, isScriptWanted: false };
      const read = await (settled === null ? readUnsettled(picture) : readAs(settled, picture));
      elapsedMs += performance.now() - startedAt;
      return read.ok ? withoutNoise(read.value) : nothing(read.error);
    },
  };
}

function withoutNoise({ lines, quarterTurns }: ReadPicture): PictureText {
  const print = lines.filter((line) => confidenceOf([line]) >= minLineConfidence);
  const confidence = confidenceOf(print);
  const letters = countLetters(textOf({ lines: print }).join(''));
  return letters < minLetters || confidence < minPageConfidence
    ? { lines: [], quarterTurns, confidence: 0, problem: 'noWords' }
    : { lines: print, quarterTurns, confidence, problem: null };
}

function textOf({ lines }: Pick<ReadPicture, 'lines'>): string[] {
  return lines.map(({ words }) => words.map(({ text }) => text).join(' '));
}

function countLetters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** Of the words, by their length. */
function confidenceOf(lines: readonly RecognisedLine[]): number {
  const words = lines.flatMap((line) => line.words);
  const characters = words.reduce((sum, { text }) => sum + text.length, 0);
  const sum = words.reduce((total, { text, confidence }) => total + confidence * text.length, 0);
  return characters === 0 ? 0 : sum / characters;
}
