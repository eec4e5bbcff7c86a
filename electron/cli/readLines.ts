import { createInterface } from 'node:readline';
import type { Terminal } from './terminal.ts';

/** What is piped in, line by line; ends when the command is stopped. */
export async function* readLines({ stdin, signal }: Terminal): AsyncGenerator<string> {
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const stop = () => {
    lines.close();
    stdin.destroy();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of lines) yield line;
  } finally {
    signal.removeEventListener('abort', stop);
    lines.close();
  }
}

export async function readAll({ stdin, signal }: Terminal): Promise<string> {
  const stop = () => void stdin.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const pieces: Buffer[] = [];
  try {
    for await (const piece of stdin) pieces.push(Buffer.from(piece));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(pieces).toString('utf8');
}
