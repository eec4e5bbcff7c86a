import type { Passage } from '../../../shared/contract/documents.ts';
import type { EngineError } from '../../../shared/contract/models.ts';
import type { RerankingState } from '../../../shared/contract/reranking.ts';
import { fail } from '../../../shared/result.ts';
import type { InstalledReranker, RerankingModels } from '../../engine/rerankingModels.ts';
import { preparedText } from '../vectors/preparedText.ts';

/** Has the reranking model, where one is installed, judge what a search has found. */
export interface PassageJudge {
  readonly state: RerankingState;
  /** Passages it looks at, the best ones; 0 where it judges nothing. */
  readonly depth: number;
  /**
   * The judged passages by their relevance, then the others as they were: all of them where the model fails, which
   * `state` tells then.
   */
  judge(input: {
    readonly query: string;
    /** Best first. */
    readonly passages: readonly Passage[];
    readonly signal: AbortSignal;
  }): Promise<Passage[]>;
  /** Uses a model again that has failed. */
  retry(): void;
  /** Settings or installed models have changed. */
  noteChanged(): void;
}

export interface PassageJudgeParts {
  readonly models: RerankingModels;
  readonly isOn: () => boolean;
  readonly onChanged: (state: RerankingState) => void;
}

/** What stands deeper is hardly ever what one looks for, and each takes its time. */
const judgedPassages = 30;
/** Someone waits for the list; those that are not judged by then keep their places. */
const budgetMs = 1000;
/** Loading the model included. */
const patienceMs = 20_000;
/** So long searches do without a model that failed. */
const restMs = 60_000;

interface Failure {
  readonly modelId: InstalledReranker['modelId'];
  readonly error: EngineError;
  readonly atMs: number;
}

/** @param now in ms; a test has a clock of its own. */
export function createPassageJudge(parts: PassageJudgeParts, now = () => performance.now()): PassageJudge {
  let failure: Failure | null = null;
  let told = '';

  const failureOf = (model: InstalledReranker) => (failure?.modelId === model.modelId ? failure : null);
  const state = (): RerankingState => {
    const model = parts.models.chosen();
    if (model === null) return { phase: 'noModel', model: null, error: null };
    const named = { id: model.modelId, name: model.name };
    if (!parts.isOn()) return { phase: 'off', model: named, error: null };
    const error = failureOf(model)?.error ?? null;
    return { phase: error === null ? 'ready' : 'failed', model: named, error };
  };
  const tell = () => {
    const current = state();
    const text = JSON.stringify(current);
    if (text === told) return;
    told = text;
    parts.onChanged(current);
  };
  const usable = (): InstalledReranker | null => {
    const model = parts.isOn() ? parts.models.chosen() : null;
    if (model === null) return null;
    const failed = failureOf(model);
    return failed !== null && now() - failed.atMs < restMs ? null : model;
  };

  return {
    get state() {
      return state();
    },
    get depth() {
      return usable() === null ? 0 : judgedPassages;
    },
    async judge({ query, passages, signal }) {
      const model = usable();
      if (model === null || passages.length === 0) return [...passages];
      const judged = passages.slice(0, judgedPassages);
      const late = AbortSignal.timeout(patienceMs);
      const answered = await model.rerank({
        ...{ query, budgetMs, texts: judged.map(preparedText) },
        isRetryAsked: failureOf(model) !== null,
        signal: AbortSignal.any([signal, late]),
      });
      if (signal.aborted) return [...passages];
      const result = !answered.ok && late.aborted ? tooLate : answered;
      failure = result.ok ? null : { modelId: model.modelId, error: result.error, atMs: now() };
      tell();
      return result.ok ? inOrder(passages, result.value) : [...passages];
    },
    retry() {
      failure = null;
      tell();
    },
    noteChanged: tell,
  };
}

const tooLate = fail({ code: 'engine.notResponding', afterMs: patienceMs } as const);

function inOrder(
  passages: readonly Passage[],
  judgements: readonly ({ readonly score: number; readonly isCut: boolean } | null)[],
): Passage[] {
  const judged = passages.flatMap((passage, index) => {
    const judgement = judgements[index] ?? null;
    if (judgement === null) return [];
    return [{ ...passage, judged: { relevance: judgement.score, isCut: judgement.isCut } }];
  });
  const others = passages.filter((_, index) => (judgements[index] ?? null) === null);
  return [...judged.toSorted((a, b) => b.judged.relevance - a.judged.relevance), ...others];
}
