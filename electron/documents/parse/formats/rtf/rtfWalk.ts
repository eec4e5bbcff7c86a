import type { RtfBlocks } from './rtfBlocks.ts';
import { createByteText, encodingOfCharset, encodingOfCodePage } from './rtfEncodings.ts';
import type { RtfHandler } from './rtfTokens.ts';

type Destination = 'body' | 'skipped' | 'fonts' | 'styles' | 'title' | 'note';

interface State {
  readonly destination: Destination;
  readonly font: number;
  readonly unicodeSkip: number;
  readonly isHidden: boolean;
}

interface Paragraph {
  level: number | null;
  isInTable: boolean;
}

const skippedDestinations = new Set(
  'colortbl info pict objdata objclass fldinst header headerl headerr headerf footer footerl footerr footerf listtable listoverridetable rsidtbl generator xmlnstbl themedata colorschememapping datastore latentstyles revtbl bkmkstart bkmkend atnid atntime atnref atndate atnparent annotation template filetbl ftnsep ftnsepc aftnsep aftnsepc pnseclvl background nonshppict do mmathPr sp passwordhash userprops xe tc'.split(
    ' ',
  ),
);
const characters: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  emdash: '—',
  endash: '–',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
};
const maxDepth = 5000;

/** Turns tokens into text: keeps track of groups, fonts' encodings, styles and what is no text. */
export function createRtfWalk(blocks: RtfBlocks): RtfHandler & { title(): string } {
  let state: State = { destination: 'body', font: -1, unicodeSkip: 1, isHidden: false };
  const stack: State[] = [];
  let encoding = 'windows-1252';
  let defaultFont = -1;
  const fonts = new Map<number, string | null>();
  const styles = new Map<number, number>();
  let style = { id: 0, name: '' };
  let paragraph: Paragraph = { level: null, isInTable: false };
  let isStarred = false;
  let toSkip = 0;
  let title = '';
  let note = '';
  let noteLabel = '';
  const bytes = createByteText();

  const write = (text: string) => {
    switch (state.destination) {
      case 'body':
        if (!state.isHidden) blocks.text(text);
        return;
      case 'note':
        if (!state.isHidden) note += text;
        return;
      case 'title':
        title += text;
        return;
      case 'styles':
        style.name += text;
        return;
      default:
        return;
    }
  };
  const flushBytes = () => {
    const font = fonts.get(state.font === -1 ? defaultFont : state.font);
    const text = bytes.take(font ?? encoding);
    if (text !== '') write(text);
  };
  const enter = (destination: Destination) => {
    state = { ...state, destination };
  };
  const endParagraph = () => {
    if (state.destination === 'note') note += '\n';
    else if (state.destination === 'body') blocks.endParagraph(paragraph);
  };
  const words: Readonly<Record<string, (value: number | null) => void>> = {
    fonttbl: () => enter('fonts'),
    stylesheet: () => enter('styles'),
    title: () => enter('title'),
    footnote: () => {
      enter('note');
      noteLabel = '';
    },
    annotation: () => {
      enter('note');
      noteLabel = 'Comment: ';
    },
    f: (value) => {
      state = { ...state, font: value ?? 0 };
      if (state.destination === 'fonts') fonts.set(value ?? 0, null);
    },
    fcharset: (value) => {
      if (state.destination === 'fonts') fonts.set(state.font, encodingOfCharset(value ?? 0));
    },
    deff: (value) => {
      defaultFont = value ?? 0;
    },
    ansicpg: (value) => {
      encoding = encodingOfCodePage(value ?? 1252);
    },
    mac: () => {
      encoding = 'macintosh';
    },
    uc: (value) => {
      state = { ...state, unicodeSkip: Math.min(16, Math.max(0, value ?? 1)) };
    },
    u: (value) => {
      write(String.fromCharCode((value ?? 0) & 0xffff));
      toSkip = state.unicodeSkip;
    },
    v: (value) => {
      state = { ...state, isHidden: value !== 0 };
    },
    deleted: (value) => {
      state = { ...state, isHidden: value !== 0 };
    },
    plain: () => {
      state = { ...state, isHidden: false };
    },
    s: (value) => {
      if (state.destination === 'styles') style = { id: value ?? 0, name: '' };
      else if (state.destination === 'body') paragraph.level = styles.get(value ?? 0) ?? null;
    },
    outlinelevel: (value) => {
      if (state.destination === 'styles') styles.set(style.id, (value ?? 0) + 1);
      else if (state.destination === 'body' && (value ?? 9) < 9) paragraph.level = (value ?? 0) + 1;
    },
    pard: () => {
      paragraph = { level: null, isInTable: false };
    },
    intbl: () => {
      paragraph.isInTable = true;
    },
    par: endParagraph,
    sect: endParagraph,
    page: () => state.destination === 'body' && blocks.endPage(),
    cell: () => state.destination === 'body' && blocks.endCell(),
    nestcell: () => write(' '),
    row: () => state.destination === 'body' && blocks.endRow(),
  };

  return {
    title: () => title,
    open() {
      flushBytes();
      toSkip = 0;
      if (stack.push(state) > maxDepth) throw new Error('its groups nest too deep');
    },
    close() {
      flushBytes();
      toSkip = 0;
      isStarred = false;
      const before = stack.pop();
      if (!before) return;
      if (state.destination === 'styles' && style.name !== '') {
        const level = /^(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)/iu.exec(style.name)?.[1];
        if (level) styles.set(style.id, Number(level));
        style = { id: 0, name: '' };
      }
      if (state.destination === 'note' && before.destination !== 'note') {
        if (note.trim() !== '') blocks.addNote(`${noteLabel}${note.trim()}`);
        note = '';
      }
      state = before;
    },
    word(name, value) {
      flushBytes();
      const starred = isStarred;
      isStarred = false;
      if (state.destination === 'skipped') {
        // A file's title stands among facts that are no text.
        if (name === 'title') enter('title');
        return;
      }
      if (toSkip > 0) {
        toSkip -= 1;
        return;
      }
      const act = words[name];
      if (act && !(starred && !['annotation', 'footnote', 'stylesheet'].includes(name))) act(value);
      else if (skippedDestinations.has(name)) enter('skipped');
      else if (starred && !['shpinst', 'shppict', 'ud'].includes(name)) enter('skipped');
      else if (characters[name] !== undefined) write(characters[name]);
    },
    symbol(mark) {
      flushBytes();
      if (mark === '*') isStarred = true;
      else if (state.destination === 'skipped') return;
      else if (mark === '~') write('\u00a0');
      else if (mark === '_') write('\u2011');
      else if (mark === '\n' || mark === '\r') endParagraph();
      else if (mark === '\\' || mark === '{' || mark === '}') write(mark);
    },
    byte(value) {
      if (toSkip > 0) toSkip -= 1;
      else if (state.destination !== 'skipped' && state.destination !== 'fonts') bytes.add(value);
    },
    text(value) {
      if (state.destination === 'skipped' || state.destination === 'fonts') return;
      const skipped = Math.min(toSkip, value.length);
      toSkip -= skipped;
      const rest = value.slice(skipped);
      if (/^[\x20-\x7e\t]*$/u.test(rest) && bytes.isEmpty())
        write(rest.replace(/;$/u, state.destination === 'styles' ? '' : ';'));
      // Old writers put bytes in as they are.
      else for (let at = 0; at < rest.length; at += 1) bytes.add(rest.charCodeAt(at));
    },
  };
}
