import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { findPlaces, type Places } from '../../electron/cli/places.ts';
import { runCli } from '../../electron/cli/runCli.ts';
import type { OutputStream } from '../../electron/cli/terminal.ts';
import { createConnectionLog } from '../../electron/network/connectionLog.ts';

const entry = pathToFileURL(path.resolve(import.meta.dirname, '../../electron/headless.ts')).href;

/** A command line in this process, on a terminal whose output can be watched while it runs. */
export function runInProcess(input: {
  readonly parameters: readonly string[];
  readonly places?: Partial<Places>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
}) {
  const stopping = new AbortController();
  const stdout = createScreen(input.isTerminal ?? false);
  const stderr = createScreen(input.isTerminal ?? false);
  const exitCode = runCli({
    parameters: input.parameters,
    context: {
      terminal: {
        stdin: new PassThrough(),
        stdout: stdout.stream,
        stderr: stderr.stream,
        environment: input.environment ?? {},
        workingFolder: process.cwd(),
        signal: stopping.signal,
      },
      places: { ...findPlaces(entry), ...input.places },
      version: '0.0.0',
      connectionLog: createConnectionLog(),
    },
  });
  return { exitCode, stdout, stderr, stop: (signal: 'SIGINT' | 'SIGTERM') => stopping.abort(signal) };
}

function createScreen(isTTY: boolean) {
  let text = '';
  const watchers = new Set<() => void>();
  const writable = new Writable({
    decodeStrings: false,
    write(more, _encoding, done) {
      text += String(more);
      for (const watch of [...watchers]) watch();
      done();
    },
  });
  const stream: OutputStream = Object.assign(writable, { isTTY, columns: 80 });
  return {
    stream,
    text: () => text,
    /** Resolves when the text stands there. */
    shown: (wanted: RegExp) =>
      new Promise<void>((resolve) => {
        const watch = () => {
          if (!wanted.test(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
  };
}
