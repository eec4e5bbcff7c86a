import { fail, ok } from '../../../../shared/result.ts';
import { createBlockList } from '../blockList.ts';
import { decodeSource } from '../decodeSource.ts';
import type { FormatReader } from '../source.ts';

interface Cue {
  /** From the recording's start. */
  readonly seconds: number;
  readonly speaker: string | null;
  readonly text: string;
}

/** A citation should lead to within half a minute of the words. */
const sectionSeconds = 30;

const timing = /^\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}.*$/u;

/** Reads subtitles (SubRip and WebVTT): sections headed by their time, so that a citation names it. */
export const readSubtitles: FormatReader = async (source) => {
  const { fileName, onProgress } = source;
  const decoded = decodeSource(source);
  if (!decoded.ok) return decoded;
  const text = decoded.value.replace(/^\ufeff/u, '');
  const cues = withoutRepeats(cuesOf(text));
  if (cues.length === 0) {
    if (/^WEBVTT\b/u.test(text)) return fail({ code: 'documents.emptyText', fileName });
    return fail({ code: 'documents.damaged', fileName, reason: 'it has no line of times' });
  }
  const list = createBlockList();
  let start = Number.NEGATIVE_INFINITY;
  let open: string[] = [];
  let speaker: string | null = null;
  const flush = () => {
    list.add({ kind: 'paragraph', text: open.join(' ') });
    open = [];
  };
  for (const cue of cues) {
    const isSentenceEnd = open.length === 0 || /[.!?…。！？]["”’»)]*$/u.test(open.at(-1) ?? '');
    const since = cue.seconds - start;
    if (since >= sectionSeconds * 2 || (since >= sectionSeconds && isSentenceEnd) || since < 0) {
      flush();
      start = cue.seconds;
      list.addHeading({ level: 1, text: formatTime(cue.seconds) });
      speaker = null;
    }
    if (cue.speaker !== speaker) {
      flush();
      speaker = cue.speaker;
      if (speaker !== null) open.push(`${speaker}:`);
    }
    open.push(cue.text);
  }
  flush();
  onProgress({ done: 1, total: 1 });
  return ok({
    title: /^title:\s*(.+)$/imu.exec(text.slice(0, 2000))?.[1] ?? nameOf(fileName),
    language: /^language:\s*([\w-]+)$/imu.exec(text.slice(0, 2000))?.[1] ?? null,
    pages: 1,
    blocks: list.blocks,
  });
};

function* cuesOf(text: string): Generator<Cue> {
  const lines = text.split(/\r\n|\r|\n/u);
  for (let index = 0; index < lines.length; index += 1) {
    const time = timing.exec(lines[index] ?? '');
    if (!time) continue;
    const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = time;
    const said: string[] = [];
    for (index += 1; index < lines.length && lines[index]?.trim() !== ''; index += 1) {
      // Files that lost their empty lines have the next number and time right here.
      if (timing.test(lines[index + 1] ?? '') && /^\d+$/u.test(lines[index]?.trim() ?? '')) break;
      if (timing.test(lines[index] ?? '')) {
        index -= 1;
        break;
      }
      said.push(lines[index] ?? '');
    }
    const whole = said.join('\n');
    const speaker = /<v(?:\.[\w.]+)?\s+([^>]+)>/u.exec(whole)?.[1]?.trim() ?? null;
    yield {
      seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(`0.${fraction}`),
      speaker,
      text: plainText(whole),
    };
  }
}

/** Cues carry tags for colours and karaoke times, and sometimes places on the screen. */
function plainText(text: string): string {
  return text
    .replace(/<[^<>]*>|\{\\[^{}]*\}/gu, '')
    .replace(/&(amp|lt|gt|nbsp|lrm|rlm);/gu, (_, name: string) => entities[name] ?? '')
    .replace(/\\N/gu, '\n')
    .trim();
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

/** Live captions scroll: each cue repeats the line before it. */
function withoutRepeats(cues: Iterable<Cue>): Cue[] {
  const kept: Cue[] = [];
  let shown: readonly string[] = [];
  for (const cue of cues) {
    const lines = cue.text.split('\n').map((line) => line.trim());
    const fresh = lines.filter(
      (line, index) => line !== '' && !(index < shown.length && shown.includes(line)),
    );
    shown = lines;
    if (fresh.length > 0) kept.push({ ...cue, text: fresh.join(' ') });
  }
  return kept;
}

function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

function nameOf(fileName: string): string {
  return (fileName.split(/[\\/]/u).at(-1) ?? fileName).replace(/\.(?:srt|vtt)$/iu, '');
}
