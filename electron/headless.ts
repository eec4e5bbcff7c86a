import { constants } from 'node:os';
import packageFile from '../package.json' with { type: 'json' };
import { findPlaces } from './cli/places.ts';
import { runCli } from './cli/runCli.ts';
import { createConnectionLog } from './network/connectionLog.ts';
import { installNetworkGuard } from './network/guard.ts';

const connectionLog = createConnectionLog();
installNetworkGuard({ process: 'host', onBlocked: connectionLog.record });

const sameWishMs = 500;
const stopping = new AbortController();
let askedAt = Number.NEGATIVE_INFINITY;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // atomically brings when-exit, which raises every signal once more and so would end Sotto in the middle of saving.
  process.removeAllListeners(signal);
  process.on(signal, () => {
    // Asked twice, it ends at once; the database keeps what was committed. Programs such as `timeout` signal the
    // process and then its group, which is one wish, not two.
    if (performance.now() - askedAt < sameWishMs) return;
    if (stopping.signal.aborted) process.exit(128 + constants.signals[signal]);
    askedAt = performance.now();
    stopping.abort(signal);
  });
}
// `sotto search … | head` closes the pipe when it has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const exitCode = await runCli({
  parameters: process.argv.slice(2),
  context: {
    terminal: {
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      environment: process.env,
      workingFolder: process.cwd(),
      signal: stopping.signal,
    },
    places: findPlaces(import.meta.url),
    version: packageFile.version,
    connectionLog,
  },
});
// Not everything that was opened can be closed, such as a terminal's stdin; written text is waited for.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
