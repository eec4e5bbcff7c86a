import type { FinishedOf, InputOf } from '../../shared/contract/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import type { Session } from './session.ts';

type WorkName = 'documents.compare' | 'documents.digest';

const labels = { loading: 'Loading the model', reading: 'Read', writing: 'Writing' } as const;

/** Runs a comparison or a digest to its end, with progress. */
export async function followWork<Name extends WorkName>(work: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly name: Name;
  readonly input: InputOf<Name>;
}): Promise<Result<FinishedOf<Name>, CommandError>> {
  const { run, session, name, input } = work;
  for await (const event of session.client.open(name, input, { signal: run.signal })) {
    if (event.kind === 'finished') return ok(event.value);
    if (event.kind === 'failed') return fail(event.error);
    const { step, done, total } = event.item;
    run.progress.show({ label: labels[step], done, total, ...(step === 'loading' ? { unit: '%' } : {}) });
  }
  return fail({ code: 'hostDisconnected' });
}
