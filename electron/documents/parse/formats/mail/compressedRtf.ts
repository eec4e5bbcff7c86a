/** What every compressed text may refer back to before its own beginning ([MS-OXRTFCP] 2.1.2.1). */
const dictionary =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const windowBytes = 4096;
/** No mail's text is longer; the format itself has no such limit. */
const maxRtfBytes = 32 * 1024 * 1024;

/** The plain text of a mail body that Outlook keeps as compressed RTF only. */
export function textOfCompressedRtf(bytes: Uint8Array): string {
  return textOfRtf(decompress(bytes));
}

function decompress(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 16) return '';
  const kind = buffer.toString('latin1', 8, 12);
  if (kind === 'MELA') return buffer.toString('latin1', 16);
  if (kind !== 'LZFu') return '';
  const window = Buffer.alloc(windowBytes, 0x20);
  window.write(dictionary, 'latin1');
  let write = dictionary.length;
  const out: number[] = [];
  const put = (byte: number) => {
    out.push(byte);
    window[write % windowBytes] = byte;
    write += 1;
  };
  for (let at = 16; at < buffer.length && out.length < maxRtfBytes; ) {
    const flags = buffer[at++] ?? 0;
    for (let bit = 0; bit < 8 && at < buffer.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(buffer[at++] ?? 0);
        continue;
      }
      const reference = ((buffer[at] ?? 0) << 8) | (buffer[at + 1] ?? 0);
      at += 2;
      const from = reference >> 4;
      // A reference to the place that is being written ends the text.
      if (from === write % windowBytes) return Buffer.from(out).toString('latin1');
      for (let index = 0; index < (reference & 15) + 2; index += 1) {
        put(window[(from + index) % windowBytes] ?? 0);
      }
    }
  }
  return Buffer.from(out).toString('latin1');
}

const destinations =
  /^(?:fonttbl|colortbl|stylesheet|info|pict|object|generator|themedata|datastore|listtable|listoverridetable|rsidtbl|header|footer)$/u;

/** Only what bodies of mails have: text, line breaks, characters by code, groups to skip. */
function textOfRtf(rtf: string): string {
  const token = /\\([a-z]+)(-?\d+)? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/giu;
  const codePage = /\\ansicpg(\d+)/u.exec(rtf)?.[1] ?? '1252';
  const decoder = decoderFor(codePage);
  const skipped: boolean[] = [false];
  let text = '';
  let encoded: number[] = [];
  const flush = () => {
    if (encoded.length > 0) text += decoder.decode(Uint8Array.from(encoded));
    encoded = [];
  };
  let fallback = 0;
  for (const [, word, parameter, hex, symbol, brace, plain] of rtf.matchAll(token)) {
    const isSkipped = skipped.at(-1) === true;
    if (hex !== undefined) {
      if (fallback > 0) fallback -= 1;
      else if (!isSkipped) encoded.push(Number.parseInt(hex, 16));
      continue;
    }
    flush();
    if (brace === '{') skipped.push(isSkipped);
    else if (brace === '}') {
      if (skipped.length > 1) skipped.pop();
    } else if (symbol === '*' || (word !== undefined && destinations.test(word)))
      skipped[skipped.length - 1] = true;
    else if (isSkipped) continue;
    else if (word === 'par' || word === 'line') text += '\n';
    else if (word === 'tab' || word === 'cell') text += '\t';
    else if (word === 'u' && parameter !== undefined) {
      text += String.fromCharCode(Number(parameter) & 0xffff);
      fallback = 1;
    } else if (symbol !== undefined && /[\\{}~]/u.test(symbol)) text += symbol === '~' ? ' ' : symbol;
    else if (plain !== undefined) {
      text += plain.slice(fallback);
      fallback = 0;
    }
  }
  flush();
  // Where the mail was HTML, its tags stand in groups that were skipped.
  return text.trim();
}

function decoderFor(codePage: string): TextDecoder {
  const label = { '932': 'shift_jis', '936': 'gbk', '949': 'euc-kr', '950': 'big5', '65001': 'utf-8' }[
    codePage
  ];
  try {
    return new TextDecoder(label ?? `windows-${codePage}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
