import type { Document } from '../../shared/contract/documents.ts';
import type { Model } from '../../shared/contract/models.ts';
import type { SummaryLength } from '../../shared/contract/settings.ts';
import type { Summary, SummaryStyle } from '../../shared/contract/summaries.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandRun } from './command.ts';
import type { CommandError } from './commandError.ts';
import type { Session } from './session.ts';

/** An engine that dies more often than this without one section in between is not restarted again. */
const maxRestartsInPlace = 3;

/**
 * Has a summary written, or goes on with the one that was begun, until it rests. Ctrl-C pauses it. A crash of
 * the engine is survived: what was read stays read.
 */
export async function followSummary(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly document: Document;
  readonly model: Model;
  readonly length: SummaryLength;
  readonly style: SummaryStyle;
  /** BCP 47; null: the document's own. */
  readonly language: string | null;
  readonly isFresh: boolean;
}): Promise<Result<Summary, CommandError>> {
  const { run, session, document, model, length, style, language } = input;
  let isFresh = input.isFresh;
  let restartsInPlace = 0;
  let read = -1;
  while (true) {
    const started = await session.client.request('documents.startSummary', {
      documentId: document.id,
      modelId: model.id,
      ...{ length, style, language, isFresh },
    });
    if (!started.ok) return started;
    isFresh = false;
    const { coverage, state } = started.value;
    if (read === -1 && state !== 'finished' && coverage.sectionsRead > 0) {
      run.progress.note(`Resuming at section ${coverage.sectionsRead + 1} of ${coverage.sectionsTotal}.`);
    }
    const rested = await watch({ run, session, started: started.value });
    if (!rested.ok) return rested;
    const summary = rested.value;
    if (!isCrash(summary) || run.signal.aborted) return ok(summary);
    restartsInPlace = summary.coverage.sectionsRead > read ? 0 : restartsInPlace + 1;
    read = summary.coverage.sectionsRead;
    if (restartsInPlace >= maxRestartsInPlace) return ok(summary);
    run.progress.note(
      `The engine ended unexpectedly; going on at section ${read + 1} of ${coverage.sectionsTotal}.`,
    );
  }
}

async function watch(input: {
  readonly run: CommandRun;
  readonly session: Session;
  readonly started: Summary;
}): Promise<Result<Summary, CommandError>> {
  const { run, session, started } = input;
  const { client } = session;
  const summaryId = started.id;
  const pause = () => void client.request('documents.pauseSummary', { summaryId });
  if (run.signal.aborted) pause();
  run.signal.addEventListener('abort', pause, { once: true });
  try {
    for await (const event of client.open('documents.watchSummary', { summaryId })) {
      if (event.kind === 'finished') return ok(event.value);
      if (event.kind === 'failed') return fail(event.error);
      const { item } = event;
      if (item.kind === 'loading') {
        run.progress.show({
          label: `Loading ${started.modelName}`,
          done: Math.round(item.progressRatio * 100),
          total: 100,
          unit: '%',
        });
      } else if (item.kind === 'state') showState(run, item.summary);
    }
    return fail({ code: 'hostDisconnected' });
  } finally {
    run.signal.removeEventListener('abort', pause);
  }
}

function showState(run: CommandRun, summary: Summary): void {
  const { coverage, combining, remainingMs } = summary;
  if (summary.state === 'combining' && combining !== null) {
    run.progress.show({ label: 'Combining', ...combining, unit: 'steps', remainingMs });
  } else {
    const { sectionsRead, sectionsTotal } = coverage;
    run.progress.show({
      label: 'Read',
      done: sectionsRead,
      total: sectionsTotal,
      unit: 'sections',
      remainingMs,
    });
  }
}

function isCrash(summary: Summary): boolean {
  const code = summary.error?.code;
  return summary.state === 'interrupted' && (code === 'engine.crashed' || code === 'engine.notResponding');
}
