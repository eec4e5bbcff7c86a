import { appOrigin } from './appScheme.ts';

/** What the window may load: its own files, and what the page made itself. */
export function isOwnAddress(address: string): boolean {
  return address.startsWith(`${appOrigin}/`) || address.startsWith(`blob:${appOrigin}/`);
}

/** What a click on a link may hand to the system's browser, after the person has seen the address. Others return null. */
export function readOpenableLink(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  // A name before the host makes https://bank.example@other.example look like the bank's.
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null;
}

/** Only the top frame of our own page is spoken to. */
export function isOwnFrame(frame: { readonly url: string; readonly parent: unknown }): boolean {
  return frame.parent === null && frame.url.startsWith(`${appOrigin}/`);
}
