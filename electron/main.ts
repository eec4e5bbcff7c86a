import { mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  utilityProcess,
  type WebFrameMain,
} from 'electron';
import { type Assistant, createAssistant } from './assistant.ts';
import { isOwnFrame } from './desktop/addresses.ts';
import { registerAppScheme, serveRenderer } from './desktop/appScheme.ts';
import { locateBuiltFiles } from './desktop/builtFiles.ts';
import { chooseDataFolder } from './desktop/dataFolder.ts';
import { openDesktopSettings } from './desktop/desktopSettings.ts';
import { watchDesktopPower } from './desktop/electronPower.ts';
import { guardContents } from './desktop/guardContents.ts';
import { guardSession } from './desktop/guardSession.ts';
import { openKeychainKey } from './desktop/keychainKey.ts';
import { openMainWindow } from './desktop/mainWindow.ts';
import { createMenuTemplate } from './desktop/menu.ts';
import { createLinkOpener } from './desktop/openLink.ts';
import { describeStartFailure, noSandboxText } from './desktop/startFailure.ts';
import { createUtilityChildStarter } from './desktop/utilityChild.ts';
import { attachElectronTransport } from './ipc/transports/electron.ts';
import { createConnectionLog } from './network/connectionLog.ts';
import { installNetworkGuard } from './network/guard.ts';

const files = locateBuiltFiles(import.meta.dirname);
const isDeveloping = !app.isPackaged;
const connectionLog = createConnectionLog();
const findWindow = () => BrowserWindow.getAllWindows()[0] ?? null;
const openLink = createLinkOpener({
  findWindow,
  ask: (window, question) => dialog.showMessageBox(window, question),
  openInBrowser: (address) => shell.openExternal(address),
});

const dataFolder = chooseDataFolder({
  parameters: process.argv.slice(1),
  environment: process.env,
  systemFolder: app.getPath('userData'),
});
mkdirSync(dataFolder, { recursive: true });
// The lock below is one per folder; Chromium's own files stay apart from the person's data.
app.setPath('userData', dataFolder);
app.setPath('sessionData', path.join(dataFolder, 'window'));

installNetworkGuard({ process: 'host', onBlocked: connectionLog.record });
app.enableSandbox();
// Chromium cannot look up any host, whatever part of it should try.
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
registerAppScheme(protocol);

if (app.requestSingleInstanceLock()) {
  app.on('web-contents-created', (_event, contents) =>
    guardContents(contents, (address) => void openLink(address)),
  );
  void app.whenReady().then(start);
} else {
  app.quit();
}

async function start(): Promise<void> {
  if (app.isPackaged && app.commandLine.hasSwitch('no-sandbox')) return refuse(noSandboxText);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(createMenuTemplate({ platform: process.platform, isDeveloping })),
  );
  guardSession(session.defaultSession, connectionLog.record);
  serveRenderer(protocol, files.rendererFolder);

  const databaseKey = await openKeychainKey({ dataFolder, environment: process.env, keychain: safeStorage });
  const assistant = databaseKey.ok
    ? await createAssistant({
        surface: 'desktop',
        version: app.getVersion(),
        dataFolder,
        databaseKey: databaseKey.value,
        settingsStore: openDesktopSettings(dataFolder),
        startChild: createUtilityChildStarter(utilityProcess.fork),
        engineEntryPath: files.engineEntryPath,
        parserEntryPath: files.parserEntryPath,
        resourcesFolder: files.resourcesFolder,
        connectionLog,
        keepsUpLibrary: true,
        power: watchDesktopPower({ system: powerMonitor, platform: process.platform }),
        logError: (reference, cause) => console.error(`internal error ${reference}:`, cause),
      })
    : databaseKey;
  if (!assistant.ok) return refuse(describeStartFailure(assistant.error));
  run(assistant.value);
}

function refuse(reason: string): void {
  dialog.showErrorBox('Sotto cannot be opened', reason);
  app.exit(1);
}

function run(assistant: Assistant): void {
  const detach = attachElectronTransport({
    ipcMain,
    isTrusted: (frame: WebFrameMain) => isOwnFrame(frame),
    connect: assistant.connect,
    files: assistant.files,
    async chooseFolder() {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
      return filePaths[0] ?? null;
    },
  });
  showWindow();
  app.on('activate', showWindow);
  app.on('second-instance', showWindow);
  app.on('window-all-closed', () => {
    // On macOS an app without a window stays in the dock.
    if (process.platform !== 'darwin') app.quit();
  });
  let isDisposed = false;
  app.on('will-quit', (event) => {
    if (isDisposed) return;
    event.preventDefault();
    detach();
    void assistant.dispose().finally(() => {
      isDisposed = true;
      app.quit();
    });
  });
}

function showWindow(): void {
  const window = findWindow();
  if (!window) {
    const iconPath = path.join(files.resourcesFolder, 'icons/icon.png');
    openMainWindow({ dataFolder, preloadPath: files.preloadPath, iconPath, isDeveloping });
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}
