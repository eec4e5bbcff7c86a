import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { z } from 'zod';

// Electron's main-process modules as far as Sotto uses them, under plain Node. What a test asks comes over the process
// channel; what Sotto told Electron goes back over it. Children are real processes.

const questionSchema = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('frame'), frame: z.unknown(), url: z.string() }),
  z.object({ ask: z.literal('file'), path: z.string(), url: z.string() }),
  z.object({ ask: z.literal('load'), url: z.string() }),
  z.object({ ask: z.literal('network'), url: z.string() }),
  z.object({ ask: z.literal('permission'), permission: z.string(), url: z.string() }),
  z.object({ ask: z.literal('navigate'), url: z.string() }),
  z.object({ ask: z.literal('openWindow'), url: z.string() }),
  z.object({ ask: z.literal('download'), url: z.string() }),
  z.object({ ask: z.literal('quit') }),
]);
export type Question = z.infer<typeof questionSchema>;

type Listener = (...parameters: unknown[]) => unknown;
const tell = (message: Record<string, unknown>) => void process.send?.(message);

class Contents extends EventEmitter {
  windowOpenHandler: Listener = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: Listener) {
    this.windowOpenHandler = handler;
  }
  send(channel: string, frame: unknown) {
    tell({ told: 'sent', channel, frame });
  }
  isDestroyed() {
    return false;
  }
  getURL() {
    return 'app://sotto/';
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly windows: BrowserWindow[] = [];
  static getAllWindows() {
    return BrowserWindow.windows;
  }
  readonly webContents = new Contents();
  constructor(options: unknown) {
    super();
    BrowserWindow.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
    tell({ told: 'window', options });
  }
  async loadURL(url: string) {
    tell({ told: 'loaded', url });
  }
  maximize() {}
  show() {}
  focus() {}
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly paths = new Map([['userData', '/nonexistent']]);
  readonly commandLine = {
    appendSwitch: (name: string, value: string) => tell({ told: 'switch', name, value }),
    hasSwitch: () => false,
  };
  getPath(name: string) {
    return this.paths.get(name);
  }
  setPath(name: string, value: string) {
    this.paths.set(name, value);
    tell({ told: 'path', name, value });
  }
  getVersion() {
    return '0.0.1';
  }
  enableSandbox() {
    tell({ told: 'sandboxed' });
  }
  requestSingleInstanceLock() {
    return true;
  }
  async whenReady() {}
  exit(code: number) {
    process.exit(code);
  }
  quit() {
    let isPrevented = false;
    this.emit('will-quit', {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    if (!isPrevented) process.exit(0);
  }
}
export const app = new App();

class Ipc extends EventEmitter {
  readonly handlers = new Map<string, Listener>();
  handle(channel: string, handler: Listener) {
    this.handlers.set(channel, handler);
  }
  removeHandler(channel: string) {
    this.handlers.delete(channel);
  }
}
export const ipcMain = new Ipc();

const schemes = new Map<string, Listener>();
export const protocol = {
  registerSchemesAsPrivileged: (privileged: unknown) => tell({ told: 'schemes', privileged }),
  handle: (scheme: string, handler: Listener) => void schemes.set(scheme, handler),
};

const never: Listener = () => {
  throw new Error('Sotto set no handler');
};
class Session extends EventEmitter {
  request = never;
  check = never;
  before = never;
  readonly webRequest = {
    onBeforeRequest: (handler: Listener) => {
      this.before = handler;
    },
  };
  setPermissionRequestHandler(handler: Listener) {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: Listener) {
    this.check = handler;
  }
  setDevicePermissionHandler() {}
  setSpellCheckerEnabled(isEnabled: boolean) {
    tell({ told: 'spellChecker', isEnabled });
  }
}
export const session = { defaultSession: new Session() };

const secret = 0x5a;
const scramble = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ secret));
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) => scramble(Buffer.from(text)),
  decryptStringAsync: async (encrypted: Uint8Array) => ({
    result: scramble(encrypted).toString(),
    shouldReEncrypt: false,
  }),
  setUsePlainTextEncryption() {},
};

class Utility extends EventEmitter {
  readonly #child: ChildProcess;
  constructor(
    modulePath: string,
    options: { readonly env: NodeJS.ProcessEnv; readonly serviceName: string },
  ) {
    super();
    tell({ told: 'child', modulePath, serviceName: options.serviceName });
    this.#child = fork(modulePath, [], {
      env: options.env,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => this.emit('exit', code ?? 1));
  }
  get pid() {
    return this.#child.pid;
  }
  get stderr() {
    return this.#child.stderr;
  }
  postMessage(message: object) {
    this.#child.send(message);
  }
  kill() {
    return this.#child.kill();
  }
}
export const utilityProcess = {
  fork: (
    modulePath: string,
    _parameters: string[],
    options: { env: NodeJS.ProcessEnv; serviceName: string },
  ) => new Utility(modulePath, options),
};

export const dialog = {
  showErrorBox: (title: string, content: string) => tell({ told: 'errorBox', title, content }),
  showMessageBox: async (_window: unknown, { detail }: { readonly detail: string }) => {
    tell({ told: 'question', detail });
    return { response: 0 };
  },
};
export const shell = { openExternal: async (address: string) => tell({ told: 'opened', address }) };
class PowerMonitor extends EventEmitter {
  isOnBatteryPower() {
    return false;
  }
  getCurrentThermalState() {
    return 'unknown';
  }
}
export const powerMonitor = new PowerMonitor();
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu() {} };
export const nativeTheme = { shouldUseDarkColors: false };
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };
// biome-ignore lint/style/noDefaultExport: electron-store imports Electron's default export
export default { app, ipcMain, shell };

process.on('message', (message) => {
  const question = questionSchema.parse(message);
  answer(question)
    .then((value) => tell({ told: 'answer', ask: question.ask, value }))
    .catch((error) => tell({ told: 'answer', ask: question.ask, value: inspect(error) }));
});

async function answer(question: Question): Promise<unknown> {
  const contents = BrowserWindow.windows[0]?.webContents;
  const guarded = session.defaultSession;
  const event = (url: string) => ({
    sender: contents,
    senderFrame: { url, parent: null },
    reply: (channel: string, frame: unknown) => tell({ told: 'sent', channel, frame }),
  });
  switch (question.ask) {
    case 'frame':
      return ipcMain.emit('sotto:frame', event(question.url), question.frame);
    case 'file':
      return ipcMain.handlers.get('sotto:file')?.(event(question.url), question.path);
    case 'load': {
      const response = await schemes.get('app')?.({ method: 'GET', url: question.url });
      if (!(response instanceof Response)) return null;
      const policy = response.headers.get('Content-Security-Policy');
      return { status: response.status, policy, text: await response.text() };
    }
    case 'network':
      return new Promise((resolve) => guarded.before({ url: question.url }, resolve));
    case 'permission': {
      const checked = guarded.check(null, question.permission, question.url);
      const page = { getURL: () => question.url };
      const requested = await new Promise((resolve) => guarded.request(page, question.permission, resolve));
      return { checked, requested };
    }
    case 'navigate': {
      let isPrevented = false;
      const preventDefault = () => {
        isPrevented = true;
      };
      contents?.emit('will-navigate', { url: question.url, preventDefault });
      return { isPrevented };
    }
    case 'openWindow':
      return contents?.windowOpenHandler({ url: question.url });
    case 'download': {
      let isPrevented = false;
      const preventDefault = () => {
        isPrevented = true;
      };
      guarded.emit('will-download', { preventDefault }, { getURL: () => question.url });
      return { isPrevented };
    }
    case 'quit':
      return app.quit();
  }
}
