import type { Document } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import type { Summary, SummaryError, SummaryStyle } from '../../../shared/contract/summaries.ts';
import type { DocumentId, ModelId, SummaryId } from '../../../shared/ids.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { isMail } from '../../../shared/summaryStyles.ts';
import type { ProvideModel } from '../../engine/modelProvider.ts';
import type { Database } from '../../storage/database.ts';
import type { DocumentStore } from '../documentStore.ts';
import { planVersion } from './plan.ts';
import { isSameVariant, prepareSummary, variantOf } from './prepareSummary.ts';
import { createProgress } from './progress.ts';
import type { Readings } from './readings.ts';
import { countCombiningSteps, runSummary } from './runSummary.ts';
import { createSummaryStore, type StoredSummary, type SummaryKey } from './summaryStore.ts';

export type SummaryUpdate =
  | { readonly kind: 'state'; readonly summary: Summary }
  | { readonly kind: 'loading'; readonly progressRatio: number };

export interface Summaries {
  start(input: {
    readonly documentId: DocumentId;
    readonly modelId: ModelId | null;
    readonly length: SummaryLength;
    readonly style: SummaryStyle;
    /** BCP 47; null: the document's own. */
    readonly language: string | null;
    readonly isFresh?: boolean | undefined;
    /** Ends the wait for the model, not the work once it has begun. */
    readonly signal: AbortSignal;
  }): Promise<Result<Summary, SummaryError>>;
  pause(summaryId: SummaryId): Promise<Result<Summary, SummaryError>>;
  remove(summaryId: SummaryId): Promise<Result<Record<string, never>, SummaryError>>;
  list(documentId: DocumentId): Summary[];
  get(summaryId: SummaryId): Summary | null;
  /** Calls back until the summary rests; @returns a function that stops listening, or null where nothing runs. */
  follow(summaryId: SummaryId, onUpdate: (update: SummaryUpdate | null) => void): (() => void) | null;
  /** Background work is paused or goes on: tells those who follow it, and keeps the time for itself. */
  setPaused(isPaused: boolean): void;
  /** Stops the work on a document that is being removed. */
  stopForDocument(documentId: DocumentId): Promise<void>;
  dispose(): Promise<void>;
}

interface Job {
  readonly summaryId: SummaryId;
  readonly documentId: DocumentId;
  readonly controller: AbortController;
  readonly listeners: Set<(update: SummaryUpdate | null) => void>;
  readonly progress: ReturnType<typeof createProgress>;
  done: Promise<void>;
  /** Shown instead of 'interrupted' when the person asked for the stop. */
  isPausedByPerson: boolean;
}

interface Work {
  readonly job: Job;
  readonly stored: StoredSummary;
  readonly document: Document;
  readonly parallelCalls: number;
}

/** Whole-document summaries as work of the host: they go on without a view and resume after a restart. */
export function createSummaries(parts: {
  readonly database: Database;
  readonly documents: DocumentStore;
  readonly readings: Readings;
  readonly provideModel: ProvideModel;
  readonly contentHashOfModel: (modelId: ModelId) => string | null;
}): Summaries {
  const { documents, provideModel, readings } = parts;
  const store = createSummaryStore(parts.database);
  const jobs = new Map<SummaryId, Job>();
  let isPaused = false;
  store.markInterrupted();

  function toSummary(stored: StoredSummary): Summary {
    const { modelHash: _modelHash, readingId, plan, ...shown } = stored;
    const sections = readings.store.listSections(readingId);
    const job = jobs.get(stored.id);
    const written = stored.points.length + (stored.state === 'finished' && stored.text !== '' ? 1 : 0);
    return {
      ...shown,
      coverage: {
        sectionsRead: sections.filter((section) => section.notes !== null).length,
        sectionsTotal: sections.length,
      },
      sections: sections.map(({ pages, heading, notes }) => ({ pages, heading, isRead: notes !== null })),
      combining: { done: written, total: countCombiningSteps({ sections, plan, style: stored.style }) },
      remainingMs: job ? job.progress.remainingMs() : null,
      elapsedMs: job ? stored.elapsedMs + job.progress.elapsedMs() : stored.elapsedMs,
    };
  }

  function get(summaryId: SummaryId): Summary | null {
    const stored = store.get(summaryId);
    return stored && toSummary(stored);
  }

  function tell(job: Job, update: SummaryUpdate | null): void {
    for (const listener of [...job.listeners]) listener(update);
  }

  function tellState(job: Job): void {
    const summary = get(job.summaryId);
    if (summary) tell(job, { kind: 'state', summary });
  }

  async function start(input: Parameters<Summaries['start']>[0]): Promise<Result<Summary, SummaryError>> {
    const document = documents.get(input.documentId);
    if (!document) return fail({ code: 'documents.notFound' });
    if (input.style === 'reply' && !isMail(document.format)) {
      return fail({ code: 'documents.notAMail', fileName: document.fileName });
    }
    const wanted = variantOf(input, document);
    const running = [...jobs.values()].find((job) => job.documentId === input.documentId);
    const runningSummary = running && store.get(running.summaryId);
    if (
      running &&
      runningSummary &&
      isSameVariant(runningSummary, wanted) &&
      !running.controller.signal.aborted
    ) {
      return ok(toSummary(runningSummary));
    }
    if (running) await stop(running);

    const ready = await provideModel({ modelId: input.modelId, signal: input.signal });
    if (!ready.ok) return ready;
    const { model, loaded } = ready.value;
    const parallelCalls = loaded.parallel.calls;
    const modelHash = parts.contentHashOfModel(model.id) ?? model.id;
    const key: SummaryKey = { ...wanted, documentId: document.id, modelHash };
    const known = store.find(key);
    if (known && !input.isFresh && known.plan.version === planVersion) {
      return ok(
        known.state === 'finished' ? toSummary(known) : launch({ stored: known, document, parallelCalls }),
      );
    }
    if (known) drop(known);
    const isFresh = input.isFresh ?? false;
    const prepared = await prepareSummary({ readings, document, ready: ready.value, key, isFresh });
    if (!prepared.ok) return prepared;
    store.add(prepared.value);
    return ok(launch({ stored: prepared.value, document, parallelCalls }));
  }

  /** What was read for it goes too, where nothing else is written from that. */
  function drop(summary: StoredSummary): void {
    store.remove(summary.id);
    readings.store.removeUnused(summary.readingId);
  }

  function launch(input: Pick<Work, 'stored' | 'document' | 'parallelCalls'>): Summary {
    const { stored, parallelCalls } = input;
    const sections = readings.store.listSections(stored.readingId);
    const { plan, style } = stored;
    const job: Job = {
      summaryId: stored.id,
      documentId: stored.documentId,
      controller: new AbortController(),
      listeners: new Set(),
      progress: createProgress({
        stepsLeft:
          sections.filter(({ notes }) => notes === null).length +
          countCombiningSteps({ sections, plan, style }) -
          stored.points.length,
        parallelSteps: parallelCalls,
      }),
      done: Promise.resolve(),
      isPausedByPerson: false,
    };
    job.progress.setPaused(isPaused);
    jobs.set(stored.id, job);
    store.update(stored.id, { state: 'reading', error: null });
    job.done = work({ ...input, job });
    return toSummary(store.get(stored.id) ?? stored);
  }

  async function work({ job, stored, document, parallelCalls }: Work): Promise<void> {
    const { signal } = job.controller;
    const { style, language, plan } = stored;
    const stepDone = () => {
      job.progress.stepDone();
      tellState(job);
    };
    const result = await run().catch((cause: unknown) =>
      fail<ModelUseError>({ code: 'engine.generationFailed', reason: String(cause) }),
    );
    store.update(stored.id, {
      ...(result.ok
        ? { state: 'finished', text: result.value, error: null }
        : {
            state: job.isPausedByPerson ? 'paused' : 'interrupted',
            error: signal.aborted ? null : result.error,
          }),
      elapsedMs: stored.elapsedMs + job.progress.elapsedMs(),
    });
    jobs.delete(stored.id);
    tellState(job);
    tell(job, null);

    async function run(): Promise<Result<string, ModelUseError>> {
      const found = readings.store.get(stored.readingId);
      if (found === null) throw new Error('A summary without its reading');
      const { plan: readingPlan, sections, notes, onNotes } = readings.open(found, document, stepDone);
      let unread = sections.length - notes.size;
      if (unread === 0) store.update(stored.id, { state: 'combining' });
      return runSummary({
        ...{ document, style, language, readingPlan, plan, sections, notes, signal, parallelCalls },
        steps: store.listSteps(stored.id),
        ready: () =>
          provideModel({
            modelId: stored.modelId,
            signal,
            onLoading: (progressRatio) => tell(job, { kind: 'loading', progressRatio }),
          }),
        onNotes(noted) {
          unread -= 1;
          if (unread === 0) store.update(stored.id, { state: 'combining' });
          onNotes(noted);
        },
        onStep(step) {
          store.putStep(stored.id, step);
          stepDone();
        },
        onPoints(points) {
          store.update(stored.id, { points: [...points] });
          tellState(job);
        },
        onActions(actions) {
          store.update(stored.id, { actions: [...actions] });
          tellState(job);
        },
      });
    }
  }

  async function stop(job: Job): Promise<void> {
    job.controller.abort();
    await job.done;
  }

  return {
    start,
    get,
    list: (documentId) => store.list(documentId).map(toSummary),
    async pause(summaryId) {
      const job = jobs.get(summaryId);
      if (job) {
        job.isPausedByPerson = true;
        await stop(job);
      }
      const summary = get(summaryId);
      return summary ? ok(summary) : fail({ code: 'documents.summaryNotFound' });
    },
    async remove(summaryId) {
      const job = jobs.get(summaryId);
      if (job) await stop(job);
      const stored = store.get(summaryId);
      if (stored === null) return fail({ code: 'documents.summaryNotFound' });
      drop(stored);
      return ok({});
    },
    follow(summaryId, onUpdate) {
      const job = jobs.get(summaryId);
      if (!job) return null;
      job.listeners.add(onUpdate);
      return () => void job.listeners.delete(onUpdate);
    },
    setPaused(isPausedNow) {
      isPaused = isPausedNow;
      for (const job of jobs.values()) {
        job.progress.setPaused(isPaused);
        tellState(job);
      }
    },
    async stopForDocument(documentId) {
      await Promise.all([...jobs.values()].filter((job) => job.documentId === documentId).map(stop));
    },
    async dispose() {
      await Promise.all([...jobs.values()].map(stop));
    },
  };
}
