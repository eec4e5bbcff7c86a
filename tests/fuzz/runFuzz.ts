import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { memoryLimitVariable } from '../../electron/documents/parse/parserProtocol.ts';

export interface FuzzReport {
  /** How many variants ended in which way: 'read', or an error's code. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What must never happen, with the number that makes the variant again. */
  readonly failures: readonly { readonly number: number; readonly what: string }[];
}

/** A file of a few kilobytes that takes longer is as good as one that never ends. */
const hangMs = 20_000;
const memoryMegabytes = 768;

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), number: z.int() }),
  z.object({ kind: z.literal('read'), number: z.int(), outcome: z.string() }),
  z.object({ kind: z.literal('done') }),
]);

/** Reads damaged variants of one format in a process of its own, which is started again where one ends it. */
export async function runFuzz(options: {
  readonly format: string;
  readonly first: number;
  readonly count: number;
}): Promise<FuzzReport> {
  const { format, count } = options;
  const outcomes: Record<string, number> = {};
  const failures: { number: number; what: string }[] = [];
  const end = options.first + count;
  let next = options.first;
  while (next < end) {
    const stopped = await runProcess({ format, first: next, count: end - next }, (number, outcome) => {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (outcome !== 'read' && !outcome.startsWith('documents.')) failures.push({ number, what: outcome });
      next = number + 1;
    });
    if (stopped === null) break;
    failures.push({ number: next, what: stopped });
    next += 1;
  }
  return { outcomes, failures };
}

/** @returns why it ended before it was done, or null. */
function runProcess(
  request: { readonly format: string; readonly first: number; readonly count: number },
  onRead: (number: number, outcome: string) => void,
): Promise<string | null> {
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'worker.ts'), [], {
    execArgv: [`--max-old-space-size=${Math.floor(memoryMegabytes * 0.9)}`],
    env: { ...process.env, [memoryLimitVariable]: String(memoryMegabytes * 1024 * 1024) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  let stderr = '';
  let watch: NodeJS.Timeout | undefined;
  child.stderr?.on('data', (part) => {
    stderr = (stderr + String(part)).slice(-2000);
  });
  child.on('message', (raw) => {
    const message = messageSchema.parse(raw);
    clearTimeout(watch);
    if (message.kind === 'done') {
      resolve(null);
      child.kill();
    } else if (message.kind === 'read') onRead(message.number, message.outcome);
    else {
      watch = setTimeout(() => {
        resolve(`took more than ${hangMs / 1000} s`);
        child.kill('SIGKILL');
      }, hangMs);
    }
  });
  child.on('close', (code, signal) => {
    clearTimeout(watch);
    resolve(`ended the process (${signal ?? code}): ${stderr.trim().split('\n').slice(0, 8).join(' ')}`);
  });
  child.send(request);
  return promise;
}
