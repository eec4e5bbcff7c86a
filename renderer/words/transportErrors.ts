import type { TransportError } from '../../shared/contract/define.ts';
import { assertNever } from '../../shared/result.ts';
import { formatBytes } from './formats.ts';
import type { Words } from './words.ts';

/** Says what went wrong between this window and Sotto's host. */
export function transportErrorWords(error: TransportError): Words {
  switch (error.code) {
    case 'internal':
      return {
        what: 'Something inside Sotto failed.',
        next: `Try again. If it happens again, look for “${error.reference}” in the log.`,
      };
    case 'invalidInput':
      return {
        what: 'Sotto could not accept what was entered.',
        next: error.issues[0] ?? 'Change it and try again.',
      };
    case 'unknownEndpoint':
      return {
        what: 'This window and Sotto’s host are of different versions.',
        next: 'Reload the window. If that does not help, restart Sotto.',
      };
    case 'messageTooLarge':
      return {
        what: `That is more than the ${formatBytes(error.maxBytes)} that can be sent at once.`,
        next: 'Shorten it, or add it as a document instead.',
      };
    case 'tooManyCalls':
      return { what: 'Too many things are running at once.', next: 'Stop one of them, then try again.' };
    case 'duplicateCall':
      return { what: 'This window lost track of its requests.', next: 'Reload the window.' };
    case 'notAllowed':
      return {
        what: 'This window may not use Sotto’s host.',
        next: 'Open Sotto again with the link it printed when it started.',
      };
    case 'hostDisconnected':
      return {
        what: 'Sotto’s host was closed.',
        next: 'Start Sotto again; this window reconnects by itself.',
      };
    case 'cancelled':
      return { what: 'This was stopped.', next: 'Start it again whenever you like.' };
    default:
      return assertNever(error);
  }
}
