import { languageOf } from './codeLanguage.ts';
import type { UnreadableKind } from './contract/documents.ts';

interface FormatFacts {
  /** As people call such files; several formats may share one. */
  readonly family: string;
  /** In lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Whether its files hold characters only, so that a binary file with such a name is something else. */
  readonly isText: boolean;
}

/**
 * Every format Sotto reads, in the order people are told of them. The only list: the terminal, the views, what is
 * found in folders and the table of readers (`documents/parse/readers.ts`) follow from it.
 */
export const formats = {
  pdf: { family: 'PDF', extensions: ['pdf'], isText: false },
  docx: { family: 'Word', extensions: ['docx', 'docm', 'dotx', 'dotm'], isText: false },
  doc: { family: 'Word', extensions: ['doc', 'dot'], isText: false },
  pptx: { family: 'PowerPoint', extensions: ['pptx', 'pptm', 'ppsx', 'ppsm', 'potx', 'potm'], isText: false },
  ppt: { family: 'PowerPoint', extensions: ['ppt', 'pps', 'pot'], isText: false },
  xlsx: { family: 'Excel', extensions: ['xlsx', 'xlsm', 'xltx', 'xltm'], isText: false },
  xls: { family: 'Excel', extensions: ['xls', 'xlt'], isText: false },
  csv: { family: 'CSV', extensions: ['csv', 'tsv', 'tab'], isText: true },
  odt: { family: 'OpenDocument', extensions: ['odt', 'ott'], isText: false },
  ods: { family: 'OpenDocument', extensions: ['ods', 'ots'], isText: false },
  odp: { family: 'OpenDocument', extensions: ['odp', 'otp'], isText: false },
  rtf: { family: 'rich text (rtf)', extensions: ['rtf'], isText: false },
  epub: { family: 'EPUB', extensions: ['epub'], isText: false },
  html: { family: 'web pages', extensions: ['html', 'htm', 'xhtml'], isText: true },
  mhtml: { family: 'web pages', extensions: ['mhtml', 'mht'], isText: false },
  eml: { family: 'mail', extensions: ['eml', 'emlx'], isText: false },
  msg: { family: 'mail', extensions: ['msg', 'oft'], isText: false },
  mbox: { family: 'mail', extensions: ['mbox', 'mbx'], isText: false },
  md: { family: 'Markdown', extensions: ['md', 'markdown', 'mdown', 'mkd'], isText: true },
  txt: {
    family: 'plain text',
    extensions: ['txt', 'text', 'log', 'adoc', 'asciidoc', 'rst', 'org', 'textile'],
    isText: true,
  },
  json: {
    family: 'JSON',
    extensions: ['json', 'jsonl', 'ndjson', 'jsonlines', 'jsonc', 'json5', 'geojson', 'har', 'webmanifest'],
    isText: true,
  },
  yaml: { family: 'YAML', extensions: ['yaml', 'yml'], isText: true },
  xml: {
    family: 'XML',
    extensions: [
      'xml',
      'nxml',
      'rss',
      'atom',
      'opml',
      'gpx',
      'kml',
      'xsd',
      'wsdl',
      'plist',
      'xbrl',
      'dbk',
      'tei',
    ],
    isText: true,
  },
  ipynb: { family: 'notebooks', extensions: ['ipynb'], isText: true },
  srt: { family: 'subtitles', extensions: ['srt'], isText: true },
  vtt: { family: 'subtitles', extensions: ['vtt'], isText: true },
  /** Its extensions are those of `languageOf`. */
  code: { family: 'source code', extensions: [], isText: true },
  image: {
    family: 'pictures',
    extensions: ['png', 'jpg', 'jpeg', 'jpe', 'tif', 'tiff', 'bmp', 'gif', 'webp'],
    isText: false,
  },
  zip: { family: 'archives (zip, tar, gz)', extensions: ['zip'], isText: false },
  tar: { family: 'archives (zip, tar, gz)', extensions: ['tar'], isText: false },
  gz: { family: 'archives (zip, tar, gz)', extensions: ['gz', 'tgz'], isText: false },
} as const satisfies Record<string, FormatFacts>;

export type Format = keyof typeof formats;

const factsByFormat: Readonly<Record<string, FormatFacts>> = formats;

export function isFormat(name: string): name is Format {
  return Object.hasOwn(formats, name);
}

/** What the name promises; null where it says nothing or names none of ours. */
export function formatOfName(fileName: string): Format | null {
  const extension = /\.([a-z0-9]+)$/iu.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const named = Object.keys(formats).find((format) => factsByFormat[format]?.extensions.includes(extension));
  if (named !== undefined && isFormat(named)) return named;
  return languageOf(fileName) === null ? null : 'code';
}

/** As people call such files, for example 'PDF'; a format of another version under its own name. */
export function familyOf(format: string): string {
  return factsByFormat[format]?.family ?? format;
}

/** The formats meant by a name, an ending or a family, in any case; none where it is not known. */
export function formatsNamed(name: string): Format[] {
  const wanted = name.trim().toLowerCase().replace(/^\./, '');
  const known = Object.keys(formats).filter(isFormat);
  const ofFamily = known.filter((format) => familyOf(format).toLowerCase() === wanted);
  if (ofFamily.length > 0) return ofFamily;
  const named = isFormat(wanted) ? wanted : formatOfName(`.${wanted}`);
  return named === null ? [] : [named];
}

/** The families of all formats, each once, as people are told: 'PDF', 'Word', … */
export function listFormatFamilies(): string[] {
  return [...new Set(Object.values(factsByFormat).map(({ family }) => family))];
}

/** What a file without a reader is, as the object of a sentence: "It is …". */
export function describeUnreadable(kind: UnreadableKind | null): string {
  switch (kind) {
    case 'image':
      return 'a picture of another kind than png, jpg, tiff, webp, gif or bmp';
    case 'audio':
      return 'a sound recording';
    case 'video':
      return 'a video';
    case 'archive':
      return 'an archive of another kind than zip';
    case 'program':
      return 'a program';
    case 'database':
      return 'a database';
    case 'office':
      return 'an office document of another kind';
    case null:
      return 'a kind of file';
  }
}
