import type { Engine } from '../../../electron/engine/engine.ts';
import { question } from './ours.ts';

/** Work that runs beside a chat until it is stopped. */
export interface BesideWork {
  readonly name: string;
  /** Resolves when the first of it was done. */
  readonly begun: Promise<void>;
  /** What was done so far, in `unit`. */
  done(): Promise<number>;
  readonly unit: string;
  stop(): Promise<void>;
}

/** One section after the other, as a summary gives them to the engine. */
export function startSummary(
  engine: Engine,
  section: { readonly promptTokens: number; readonly answerTokens: number },
): BesideWork {
  const left = new AbortController();
  const begun = Promise.withResolvers<void>();
  let readTokens = 0;
  let written = '';

  const writeSection = async () => {
    let lastDone: number | null = null;
    for await (const event of engine.generate(
      question(section, { priority: 'background', signal: left.signal }),
    )) {
      if (event.kind === 'failed') throw new Error(JSON.stringify(event.error));
      if (event.kind === 'text') written += event.text;
      if (event.kind !== 'reading') continue;
      if (lastDone !== null) {
        readTokens += event.done - lastDone;
        begun.resolve();
      }
      lastDone = event.done;
    }
  };
  const writeAll = async () => {
    while (!left.signal.aborted) await writeSection();
  };
  const ended = writeAll();
  // Whoever waits for the beginning learns of a failure.
  ended.catch(begun.reject);
  return {
    ...{ name: 'a summary', unit: 'tokens', begun: begun.promise },
    async done() {
      const [readBefore, writtenBefore] = [readTokens, written];
      const counted = await engine.countTokens([writtenBefore]);
      if (!counted.ok) throw new Error(JSON.stringify(counted.error));
      return readBefore + (counted.value[0] ?? Number.NaN);
    },
    async stop() {
      left.abort();
      await ended;
    },
  };
}
