import type { MessageBoxOptions } from 'electron';
import { readOpenableLink } from './addresses.ts';

/** Shows a link's address and opens it in the system's browser when the person says so. Other than https is ignored. */
export function createLinkOpener<Window>(parts: {
  readonly findWindow: () => Window | null;
  readonly ask: (window: Window, question: MessageBoxOptions) => Promise<{ readonly response: number }>;
  readonly openInBrowser: (address: string) => Promise<void>;
}): (address: string) => Promise<void> {
  let isAsking = false;
  return async (address) => {
    const link = readOpenableLink(address);
    const window = parts.findWindow();
    // A page that opens many at once gets one question.
    if (!link || !window || isAsking) return;
    isAsking = true;
    try {
      const { response } = await parts.ask(window, {
        type: 'question',
        message: 'Open this address in your browser?',
        detail: `${link.href}\n\nYour browser will connect to ${link.host}. Sotto itself stays on this device.`,
        buttons: ['Open in browser', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      if (response === 0) await parts.openInBrowser(link.href);
    } finally {
      isAsking = false;
    }
  };
}
