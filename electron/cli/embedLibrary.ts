import type { EmbeddingState } from '../../shared/contract/embeddings.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import { describeError } from './errorWords.ts';
import type { Session } from './session.ts';

/** Has the embedding model, where one is installed, read what it has not read yet. Ctrl-C leaves what is made. */
export async function embedLibrary(input: {
  readonly run: CommandRun;
  readonly session: Session;
}): Promise<Result<EmbeddingState, CommandError>> {
  const { run, session } = input;
  for await (const event of session.client.open('embeddings.run', {}, { signal: run.signal })) {
    if (event.kind === 'failed')
      return run.signal.aborted ? fail({ code: 'cli.interrupted' }) : fail(event.error);
    if (event.kind === 'finished') {
      if (run.signal.aborted) return fail({ code: 'cli.interrupted' });
      if (event.value.error !== null) {
        run.progress.note(`Not read for search by meaning: ${describeError(event.value.error)}`);
      }
      return ok(event.value);
    }
    const { embedded, passages, remainingMs } = event.item.state;
    run.progress.show({
      label: 'Read for search by meaning',
      ...{ done: embedded, total: passages, unit: 'passages', remainingMs },
    });
  }
  return fail({ code: 'cli.interrupted' });
}
