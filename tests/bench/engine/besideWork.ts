import type { Engine } from '../../../electron/engine/engine.ts';
import { embeddingModelPath, texts } from './embeddingTexts.ts';
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

const textsInBatch = 16;

/** One batch of texts after the other, as an index has them embedded. */
export function startIndexing(engine: Engine): BesideWork {
  const left = new AbortController();
  const begun = Promise.withResolvers<void>();
  const modelPath = embeddingModelPath();
  let before = 0;
  let ofThisBatch = 0;

  const embedAll = async () => {
    while (!left.signal.aborted) {
      const embedded = await engine.embed({
        ...{ modelPath, texts: texts(textsInBatch), gpu: 'off', signal: left.signal },
        onProgress(ratio) {
          ofThisBatch = ratio * textsInBatch;
          begun.resolve();
        },
      });
      if (left.signal.aborted) return;
      if (!embedded.ok) throw new Error(JSON.stringify(embedded.error));
      before += textsInBatch;
      ofThisBatch = 0;
      begun.resolve();
    }
  };
  const ended = embedAll();
  ended.catch(begun.reject);
  return {
    ...{ name: 'an index', unit: 'texts', begun: begun.promise },
    done: async () => before + ofThisBatch,
    async stop() {
      left.abort();
      await ended;
    },
  };
}
