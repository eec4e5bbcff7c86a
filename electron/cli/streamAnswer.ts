import type { Message } from '../../shared/contract/chat.ts';
import type { Reading } from '../../shared/contract/listings.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import type { Session } from './session.ts';

/** Sends a message and prints the answer as it is written. @param signal stops the answer; the run's own by default. */
export async function streamAnswer(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly conversationId: ConversationId;
  readonly text: string;
  /** Whether everything is read for it; as the message asks by default. */
  readonly reading?: Reading;
  readonly signal?: AbortSignal;
}): Promise<Result<Message, CommandError>> {
  const { run, session, conversationId, text } = input;
  const { output, progress } = run;
  let hasText = false;
  const sending = session.client.open(
    'chat.send',
    { conversationId, text, ...(input.reading ? { reading: input.reading } : {}) },
    { signal: input.signal ?? run.signal },
  );
  for await (const event of sending) {
    if (event.kind === 'finished') {
      if (hasText) output.piece('\n');
      return ok(event.value);
    }
    if (event.kind === 'failed') {
      if (hasText) output.piece('\n');
      return fail(event.error);
    }
    const { item } = event;
    if (item.kind === 'text') {
      output.piece(item.text);
      hasText = true;
    } else if (item.kind === 'loading') {
      progress.show({
        label: 'Loading the model',
        done: Math.round(item.progressRatio * 100),
        total: 100,
        unit: '%',
      });
    } else if (item.kind === 'listing') {
      const { coverage, remainingMs } = item.listing;
      const done = coverage.read + coverage.failed;
      progress.show({ label: 'Read', done, total: coverage.total, unit: 'passages', remainingMs });
    } else if (item.kind === 'reading') {
      progress.show({ label: 'Reading the question', done: item.done, total: item.total, unit: 'tokens' });
    } else if (item.kind === 'thought') {
      progress.show({ label: 'Thinking', done: Math.floor(item.elapsedMs / 1000), unit: 'seconds' });
    } else if (item.kind === 'leftOut') {
      progress.note(
        `The context is full: the first ${item.messages} messages of this conversation were left out.`,
      );
    }
  }
  return fail({ code: 'hostDisconnected' });
}
