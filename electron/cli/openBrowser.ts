import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

interface Launch {
  readonly command: string;
  readonly parameters: readonly string[];
}

/** A launcher that ends sooner than this with an error opened nothing. */
const settleMs = 1500;

/**
 * Opens the link as a window of its own where a Chromium browser is installed, else in the default browser.
 * @returns whether anything could be started.
 */
export async function openBrowser(input: {
  readonly url: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): Promise<boolean> {
  for (const launch of listLaunches(input)) if (await start(launch)) return true;
  return false;
}

/** In the order they are tried; none where there is no display. */
function listLaunches(input: {
  readonly url: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): Launch[] {
  const { url, environment } = input;
  const appWindow = (command: string) => ({ command, parameters: [`--app=${url}`] });
  if (process.platform === 'darwin') {
    const applications = ['Google Chrome', 'Chromium', 'Microsoft Edge'].filter((name) =>
      existsSync(`/Applications/${name}.app`),
    );
    return [
      ...applications.map((name) => ({
        command: 'open',
        parameters: ['-na', name, '--args', `--app=${url}`],
      })),
      { command: 'open', parameters: [url] },
    ];
  }
  if (process.platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
      (name) => environment[name] ?? [],
    );
    const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    const installed = programs
      .flatMap((program) => folders.map((folder) => path.join(folder, program)))
      .filter((program) => existsSync(program));
    return [...installed.map(appWindow), { command: 'explorer.exe', parameters: [url] }];
  }
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return [];
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const folders = (environment.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const find = (name: string) =>
    folders.map((folder) => path.join(folder, name)).find((each) => existsSync(each));
  const opener = find('xdg-open');
  return [
    ...names.flatMap((name) => find(name) ?? []).map(appWindow),
    ...(opener === undefined ? [] : [{ command: opener, parameters: [url] }]),
  ];
}

function start({ command, parameters }: Launch): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { detached: true, stdio: 'ignore' });
    const timer = setTimeout(() => resolve(true), settleMs);
    child.on('error', () => {
      clearTimeout(timer);
      resolve(false);
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      // explorer.exe ends with 1 although it opened the link.
      resolve(code === 0 || command === 'explorer.exe');
    });
    child.unref();
  });
}
