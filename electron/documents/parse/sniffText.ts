import { type Format, isFormat } from '../../../shared/formats.ts';

const mailHeaders =
  /^(?:received|return-path|delivered-to|message-id|mime-version|date|from|to|cc|subject|reply-to|sender|content-type|content-transfer-encoding|x-[\w-]+|dkim-signature|authentication-results|arc-[\w-]+):/iu;

/** What a text is by how it begins. @returns null for prose and for what Sotto has no reader for. */
export function sniffText(start: string): Format | null {
  const name = kindOf(start);
  return name !== null && isFormat(name) ? name : null;
}

function kindOf(start: string): string | null {
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html)[\s>]/iu.test(start))
    return 'html';
  if (/^\s*<\?xml[\s?]/u.test(start)) return 'xml';
  if (/^WEBVTT(?:[ \t\n\r]|$)/u.test(start)) return 'vtt';
  if (/^\s*\d+\r?\n\d{1,2}:\d{2}:\d{2}[,.]\d{1,3} --> /u.test(start)) return 'srt';
  if (/^From \S.*\r?\n(?:[\w-]+:|>From )/u.test(start)) return 'mbox';
  if (isMail(start)) {
    return /^content-type:\s*multipart\/related/imu.test(start) &&
      /^(?:from: <saved by|snapshot-content-location:|content-location:)/imu.test(start)
      ? 'mhtml'
      : 'eml';
  }
  if (/^#!.*\b(?:sh|bash|zsh|python[\d.]*|perl|ruby|node|php|lua|tclsh|env)\b/u.test(start)) return 'code';
  if (/^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:/u.test(start) || /^\s*\[\s*[[{]\s*"/u.test(start)) return 'json';
  return null;
}

/** Three known header lines before the first empty one; prose may have one by chance. */
function isMail(start: string): boolean {
  const lines = start.split(/\r?\n/u);
  let known = 0;
  for (const line of lines.slice(0, 60)) {
    if (line === '') break;
    if (mailHeaders.test(line)) known += 1;
    else if (!/^(?:[\w-]+:|[ \t])/u.test(line)) return false;
  }
  return known >= 3;
}
