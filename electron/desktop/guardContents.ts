import type { Event, WebContents } from 'electron';
import { isOwnAddress } from './addresses.ts';

/** Whatever web contents appear: they stay on our pages, open no windows and embed nothing. */
export function guardContents(contents: WebContents, onLinkClicked: (address: string) => void): void {
  const stay = (event: Event<{ url: string }>) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    onLinkClicked(url);
    return { action: 'deny' };
  });
}
