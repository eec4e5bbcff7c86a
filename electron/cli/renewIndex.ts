import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import type { Session } from './session.ts';

/**
 * Waits for the search index where an update of Sotto has it made anew: who asks once takes what is found for all there
 * is. Ctrl-C leaves what is made.
 */
export async function awaitIndex(input: {
  readonly run: CommandRun;
  readonly session: Session;
}): Promise<Result<null, CommandError>> {
  const { run, session } = input;
  for await (const event of session.client.open('search.renewIndex', {}, { signal: run.signal })) {
    if (event.kind === 'failed')
      return run.signal.aborted ? fail({ code: 'cli.interrupted' }) : fail(event.error);
    if (event.kind === 'finished')
      return event.value.renewedRatio === null ? ok(null) : fail({ code: 'cli.interrupted' });
    const done = Math.floor((event.item.state.renewedRatio ?? 1) * 100);
    run.progress.show({ label: 'The search index is being renewed:', done, total: 100, unit: '%' });
  }
  return fail({ code: 'hostDisconnected' });
}
