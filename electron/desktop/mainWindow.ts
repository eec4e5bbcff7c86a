import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import ElectronStore from 'electron-store';
import { appOrigin } from './appScheme.ts';
import { minimalSize, placeWindow } from './windowBounds.ts';

const crashLoopMs = 5_000;
const paper = { light: '#FAF9F6', dark: '#181714' } as const;

/** Opens the window where it was the last time. */
export function openMainWindow(input: {
  readonly dataFolder: string;
  readonly preloadPath: string;
  readonly iconPath: string;
  readonly isDeveloping: boolean;
}): BrowserWindow {
  const store = new ElectronStore({ cwd: input.dataFolder, name: 'window', clearInvalidConfig: true });
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const place = placeWindow(
    store.get('place'),
    [main, ...others].map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: minimalSize.width,
    minHeight: minimalSize.height,
    title: 'Sotto',
    // macOS and Windows take the icon from the app itself.
    ...(process.platform === 'linux' ? { icon: path.resolve(input.iconPath) } : {}),
    backgroundColor: nativeTheme.shouldUseDarkColors ? paper.dark : paper.light,
    show: false,
    webPreferences: {
      preload: input.preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: input.isDeveloping,
    },
  });
  if (place.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    try {
      store.set('place', { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
    } catch {
      // A full disk must not keep the window from closing; it opens in the middle the next time.
    }
  });
  reloadAfterCrash(window);
  void window.loadURL(`${appOrigin}/`);
  return window;
}

/** The host holds everything, so a page that crashed is simply loaded again; one that crashes at once is left. */
function reloadAfterCrash(window: BrowserWindow): void {
  let loadedAtMs = performance.now();
  window.webContents.on('did-finish-load', () => {
    loadedAtMs = performance.now();
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && performance.now() - loadedAtMs > crashLoopMs) window.reload();
  });
}
