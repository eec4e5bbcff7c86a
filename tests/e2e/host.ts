import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { _electron, type BrowserContext, type Page } from '@playwright/test';
import { findElectronBinary } from '../../electron/cli/electronBinary.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const startMs = 30_000;
const endMs = 15_000;

export interface Host {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Scheme and authority that everything the page loads starts with. */
  readonly origin: string;
  killEngine(): Promise<void>;
  close(): Promise<void>;
}

/** `sotto serve` on a free port, opened by the link it prints. */
export async function openInBrowser(input: {
  readonly dataFolder: string;
  /** What the host takes for Linux's `/sys`; absent, it looks at this computer's. */
  readonly systemFolder?: string;
  readonly newContext: () => Promise<BrowserContext>;
}): Promise<Host> {
  const parameters = ['dist/host/headless.js', 'serve', '--port', '0', '--data-dir', input.dataFolder];
  const child = spawn(process.execPath, parameters, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(input.systemFolder === undefined ? {} : { SOTTO_SYSFS: input.systemFolder }) },
  });
  const link = await readLink(child);
  const context = await input.newContext();
  const page = await context.newPage();
  await page.goto(link);
  return {
    page,
    context,
    origin: new URL(link).origin,
    async killEngine() {
      process.kill(findEngine(child.pid), 'SIGKILL');
    },
    async close() {
      // A context that cannot save its trace must not leave Sotto running.
      await context.close().finally(() => end(child));
    },
  };
}

/** The desktop app from the built files. */
export async function openOnDesktop(dataFolder: string): Promise<Host> {
  const executablePath = findElectronBinary();
  if (executablePath === null) throw new Error("Electron's program is not here");
  const app = await _electron.launch({ executablePath, args: [repository, '--data-dir', dataFolder] });
  const page = await app.firstWindow();
  return {
    page,
    context: app.context(),
    origin: 'app://sotto',
    async killEngine() {
      const processes = await app.evaluate(({ app: electron }) =>
        electron.getAppMetrics().map(({ pid, name }) => ({ pid, name })),
      );
      const engine = processes.find(({ name }) => name?.toLowerCase().includes('engine'));
      if (!engine) throw new Error('No engine is running');
      process.kill(engine.pid, 'SIGKILL');
    },
    close: () => app.close(),
  };
}

function readLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`No link within ${startMs} ms:\n${output}`));
    }, startMs);
    const read = (text: Buffer) => {
      output += text;
      const link = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+\S*/.exec(output)?.[0];
      if (!link || !output.slice(output.indexOf(link) + link.length).includes('\n')) return;
      clearTimeout(timer);
      resolve(link);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Sotto ended with ${code}:\n${output}`));
    });
  });
}

function findEngine(hostId: number | undefined): number {
  for (const { id, parentId, command } of listProcesses()) {
    if (parentId === hostId && /\bengine\.js\b/.test(command)) return id;
  }
  throw new Error('No engine is running');
}

function listProcesses(): { id: number; parentId: number; command: string }[] {
  const query =
    'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.CommandLine)" }';
  const output =
    process.platform === 'win32'
      ? execFileSync('powershell', ['-NoProfile', '-Command', query], { encoding: 'utf8' })
      : execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return output.split('\n').flatMap((line) => {
    const [, id, parentId, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return id && parentId && command ? [{ id: Number(id), parentId: Number(parentId), command }] : [];
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const timer = setTimeout(() => child.kill('SIGKILL'), endMs);
    child.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
