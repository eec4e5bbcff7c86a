import type { Session } from 'electron';
import type { Connection } from '../../shared/contract/app.ts';
import { isOwnAddress } from './addresses.ts';
import { appOrigin } from './appScheme.ts';

/** The only permission the page needs: its Copy buttons. */
const allowedPermission = 'clipboard-sanitized-write';

/** Default deny for everything the window could ask Chromium for. */
export function guardSession(session: Session, onBlocked: (connection: Connection) => void): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === allowedPermission && isOwnAddress(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === allowedPermission && originOf(origin) === appOrigin,
  );
  session.setDevicePermissionHandler(() => false);

  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isAllowed = isOwnAddress(url) || url.startsWith('devtools://');
    if (!isAllowed) onBlocked(describeBlocked(url));
    answer({ cancel: !isAllowed });
  });

  // Dictionaries would be downloaded.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    // What the page made itself, such as a summary to save, may be saved; Electron then asks where.
    if (!item.getURL().startsWith(`blob:${appOrigin}/`)) event.preventDefault();
  });
}

/** The log names whom Sotto would have reached, not what the address carried. */
export function describeBlocked(url: string): Connection {
  const address = URL.canParse(url) ? new URL(url) : null;
  return {
    at: new Date().toISOString(),
    process: 'window',
    address: address ? address.host || address.protocol : 'unknown',
    outcome: 'blocked',
  };
}

function originOf(origin: string): string {
  return origin.endsWith('/') ? origin.slice(0, -1) : origin;
}
