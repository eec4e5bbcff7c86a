import { randomUUID } from 'node:crypto';
import type { Document, Summary, SummaryError } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { SummaryLength } from '../../../shared/contract/settings.ts';
import { type DocumentId, type ModelId, type SummaryId, summaryIdSchema } from '../../../shared/ids.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ProvideModel, ReadyModel } from '../../engine/modelProvider.ts';
import type { Database } from '../../storage/database.ts';
import { type Section, sectionsOf } from '../chunk.ts';
import type { DocumentStore } from '../documentStore.ts';
import { charactersOf, countByPlan, planSummary, planVersion } from './plan.ts';
import { createProgress } from './progress.ts';
import { countCombiningSteps, runSummary } from './runSummary.ts';
import { createSummaryStore, type StoredSummary } from './summaryStore.ts';

export type SummaryUpdate =
  | { readonly kind: 'state'; readonly summary: Summary }
  | { readonly kind: 'loading'; readonly progressRatio: number };

export interface Summaries {
  start(input: {
    readonly documentId: DocumentId;
    readonly modelId: ModelId | null;
    readonly length: SummaryLength;
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
  readonly sections: readonly Section[];
  readonly parallelCalls: number;
}

/** Whole-document summaries as work of the host: they go on without a view and resume after a restart. */
export function createSummaries(parts: {
  readonly database: Database;
  readonly documents: DocumentStore;
  readonly provideModel: ProvideModel;
  readonly contentHashOfModel: (modelId: ModelId) => string | null;
}): Summaries {
  const { documents, provideModel } = parts;
  const store = createSummaryStore(parts.database);
  const jobs = new Map<SummaryId, Job>();
  let isPaused = false;
  store.markInterrupted();

  const sectionsFor = (summary: StoredSummary) =>
    sectionsOf(documents.readBlocks({ documentId: summary.documentId }), {
      maxTokens: summary.plan.sectionTokens,
      countTokens: countByPlan(summary.plan),
    });

  function toSummary(stored: StoredSummary): Summary {
    const { modelHash: _modelHash, plan, ...shown } = stored;
    const sections = store.listSteps(stored.id).filter((step) => step.level === 0);
    const job = jobs.get(stored.id);
    const written = stored.points.length + (stored.state === 'finished' && stored.text !== '' ? 1 : 0);
    return {
      ...shown,
      coverage: {
        sectionsRead: sections.filter((section) => section.notes !== null).length,
        sectionsTotal: sections.length,
      },
      sections: sections.map(({ pages, heading, notes }) => ({ pages, heading, isRead: notes !== null })),
      combining: { done: written, total: countCombiningSteps({ sections, plan }) },
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
    const running = [...jobs.values()].find((job) => job.documentId === input.documentId);
    const runningSummary = running && store.get(running.summaryId);
    if (running && runningSummary?.length === input.length && !running.controller.signal.aborted) {
      return ok(toSummary(runningSummary));
    }
    if (running) await stop(running);

    const ready = await provideModel({ modelId: input.modelId, signal: input.signal });
    if (!ready.ok) return ready;
    const { model, loaded } = ready.value;
    const parallelCalls = loaded.parallel.calls;
    const modelHash = parts.contentHashOfModel(model.id) ?? model.id;
    const known = store.find({ documentId: document.id, modelHash, length: input.length });
    if (known && !input.isFresh && known.plan.version === planVersion) {
      return ok(
        known.state === 'finished' ? toSummary(known) : launch({ stored: known, document, parallelCalls }),
      );
    }
    if (known) store.remove(known.id);
    const added = await add({ document, ready: ready.value, modelHash, length: input.length });
    return added.ok ? ok(launch({ stored: added.value, document, parallelCalls })) : added;
  }

  async function add(input: {
    readonly document: Document;
    readonly ready: ReadyModel;
    readonly modelHash: string;
    readonly length: SummaryLength;
  }): Promise<Result<StoredSummary, ModelUseError>> {
    const { document, ready } = input;
    const blocks = documents.readBlocks({ documentId: document.id });
    const counted = await ready.engine.countTokens(blocks.map((block) => block.text));
    if (!counted.ok) return counted;
    const summary: StoredSummary = {
      id: summaryIdSchema.parse(randomUUID()),
      documentId: document.id,
      modelId: ready.model.id,
      modelName: ready.model.name,
      modelHash: input.modelHash,
      length: input.length,
      plan: planSummary({
        length: input.length,
        documentTokens: counted.value.reduce((sum, tokens) => sum + tokens + 1, 0),
        documentCharacters: charactersOf(blocks),
        contextTokens: ready.loaded.backgroundContextTokens,
        parallel: ready.loaded.parallel,
      }),
      state: 'reading',
      text: '',
      points: [],
      elapsedMs: 0,
      error: null,
      createdAt: new Date().toISOString(),
    };
    store.add(
      summary,
      sectionsFor(summary).map(({ index, pages, heading }) => ({
        level: 0,
        position: index,
        pages,
        heading,
        notes: null,
      })),
    );
    return ok(summary);
  }

  function launch(input: Pick<Work, 'stored' | 'document' | 'parallelCalls'>): Summary {
    const { stored, parallelCalls } = input;
    const sections = sectionsFor(stored);
    const job: Job = {
      summaryId: stored.id,
      documentId: stored.documentId,
      controller: new AbortController(),
      listeners: new Set(),
      progress: createProgress({
        stepsLeft:
          store.listSteps(stored.id).filter((step) => step.level === 0 && step.notes === null).length +
          countCombiningSteps({ sections, plan: stored.plan }) -
          stored.points.length,
        parallelSteps: parallelCalls,
      }),
      done: Promise.resolve(),
      isPausedByPerson: false,
    };
    job.progress.setPaused(isPaused);
    jobs.set(stored.id, job);
    store.update(stored.id, { state: 'reading', error: null });
    job.done = work({ ...input, job, sections });
    return toSummary(store.get(stored.id) ?? stored);
  }

  async function work({ job, stored, document, sections, parallelCalls }: Work): Promise<void> {
    const { signal } = job.controller;
    const steps = store.listSteps(stored.id);
    let unread = steps.filter(({ level, notes }) => level === 0 && notes === null).length;
    const result = await runSummary({
      ...{ document, plan: stored.plan, sections, signal, steps, parallelCalls },
      ready: () =>
        provideModel({
          modelId: stored.modelId,
          signal,
          onLoading: (progressRatio) => tell(job, { kind: 'loading', progressRatio }),
        }),
      onStep(step) {
        store.putStep(stored.id, step);
        job.progress.stepDone();
        if (step.level === 0) unread -= 1;
        if (unread === 0) store.update(stored.id, { state: 'combining' });
        tellState(job);
      },
      onPoints(points) {
        store.update(stored.id, { points: [...points] });
        tellState(job);
      },
    }).catch((cause: unknown) =>
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
      return store.remove(summaryId) ? ok({}) : fail({ code: 'documents.summaryNotFound' });
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
