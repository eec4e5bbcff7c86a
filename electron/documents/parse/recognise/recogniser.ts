import { Worker } from 'node:worker_threads';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { type PictureAnswer, type PictureRequest, pictureAnswerSchema } from './protocol.ts';
import type { RecognitionFiles } from './thread/core.ts';

export type Picture = Omit<PictureRequest, 'id'>;
export type ReadPicture = Extract<PictureAnswer, { kind: 'read' }>;

/** Recognises the words in pictures, one after the other, in a thread that is given up when a picture takes too long. */
export interface Recogniser {
  /** @param timeoutMs for this picture alone. */
  read(picture: Picture, timeoutMs: number): Promise<Result<ReadPicture, 'timedOut' | 'failed'>>;
}

/** @param options.threadPath the module `thread/main.ts`, built or as it is. The thread starts with the first picture. */
export function createRecogniser(options: {
  readonly threadPath: string;
  readonly files: RecognitionFiles;
}): Recogniser {
  let thread: Worker | null = null;
  let nextId = 1;
  let last: Promise<unknown> = Promise.resolve();

  const startThread = () => {
    const started = new Worker(options.threadPath, { workerData: options.files, execArgv: [] });
    started.unref();
    // Whoever waits listens too; between pictures nobody does, and an error without a listener ends the process.
    started.on('error', () => undefined);
    return started;
  };

  async function readNow(
    picture: Picture,
    timeoutMs: number,
  ): Promise<Result<ReadPicture, 'timedOut' | 'failed'>> {
    thread ??= startThread();
    const used = thread;
    const id = nextId++;
    const { promise, resolve } = Promise.withResolvers<Result<ReadPicture, 'timedOut' | 'failed'>>();
    const giveUp = (reason: 'timedOut' | 'failed') => {
      if (thread === used) thread = null;
      void used.terminate();
      resolve(fail(reason));
    };
    const timer = setTimeout(() => giveUp('timedOut'), timeoutMs);
    const onMessage = (raw: unknown) => {
      const answer = pictureAnswerSchema.safeParse(raw);
      if (!answer.success) return giveUp('failed');
      if (answer.data.id !== id) return;
      // What a broken picture left behind in the thread is not carried into the next.
      if (answer.data.kind === 'failed') giveUp('failed');
      else resolve(answer.data.kind === 'read' ? ok(answer.data) : fail('failed'));
    };
    const onGone = () => giveUp('failed');
    used.on('message', onMessage).on('error', onGone).on('exit', onGone);
    used.postMessage({ ...picture, id } satisfies PictureRequest);
    const result = await promise;
    clearTimeout(timer);
    used.off('message', onMessage).off('error', onGone).off('exit', onGone);
    return result;
  }

  return {
    read(picture, timeoutMs) {
      const reading = last.then(() => readNow(picture, timeoutMs));
      last = reading;
      return reading;
    },
  };
}
