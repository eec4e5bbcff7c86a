import type { Comparison } from '../../../shared/contract/comparisons.ts';
import type { Document } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { SummaryError } from '../../../shared/contract/summaries.ts';
import type { DocumentId, ModelId } from '../../../shared/ids.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ProvideModel, ReadyModel } from '../../engine/modelProvider.ts';
import type { DocumentStore } from '../documentStore.ts';
import { pickKeySentences } from '../keySentences/keySentences.ts';
import { type Calls, callTogether } from '../summarise/calls.ts';
import type { Readings } from '../summarise/readings.ts';
import { type Reading, readSections } from '../summarise/readSection.ts';
import { diffPieces } from './diffPieces.ts';
import { type Explaining, explainChanges, relateNotes } from './explain.ts';
import { relateSentences, type Statement } from './relate.ts';
import { textPieces } from './textPieces.ts';

/** With so much in common word for word, one document is a version of the other. */
const versionRatio = 0.3;
const keySentenceCount = 60;

export interface WorkProgress {
  readonly step: 'loading' | 'reading' | 'writing';
  readonly done: number;
  readonly total: number;
}

export interface CompareParts {
  readonly documents: DocumentStore;
  readonly readings: Readings;
  readonly provideModel: ProvideModel;
  readonly contentHashOfModel: (modelId: ModelId) => string | null;
}

interface CompareInput {
  readonly firstId: DocumentId;
  readonly secondId: DocumentId;
  readonly kind: 'auto' | 'versions' | 'documents';
  readonly modelId: ModelId | null;
  readonly isModelUsed: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: WorkProgress) => void;
}

/**
 * Compares two documents. What differs between versions is computed and, where a model is used, explained; of two
 * different documents a model's notes on every section are compared, without one their key sentences.
 */
export async function compareDocuments(
  parts: CompareParts,
  input: CompareInput,
): Promise<Result<Comparison, SummaryError>> {
  const startedAt = performance.now();
  const first = parts.documents.get(input.firstId);
  const second = parts.documents.get(input.secondId);
  if (!first || !second) return fail({ code: 'documents.notFound' });
  const [blocks, otherBlocks] = [first, second].map(({ id }) =>
    parts.documents.readBlocks({ documentId: id }),
  );
  const before = textPieces(blocks ?? [], first.language);
  const after = textPieces(otherBlocks ?? [], second.language);
  const language = second.language ?? first.language;
  const keys = new Set(after.map(({ key }) => key));
  const shared = before.filter(({ key }) => keys.has(key)).length;
  const sameRatio = Math.min(1, shared / Math.max(1, Math.min(before.length, after.length)));
  const kind = input.kind === 'auto' ? (sameRatio >= versionRatio ? 'versions' : 'documents') : input.kind;
  const all = before.length + after.length;
  const computed: Comparison = {
    ...{ kind, first: sideOf(first), second: sideOf(second), sameRatio },
    ...{ modelName: null, overview: '', explanations: [] },
    changes: kind === 'versions' ? diffPieces(before, after, language) : [],
    judged: null,
    ...(kind === 'versions' || input.isModelUsed
      ? { relations: [], notListed: { onlyFirst: 0, onlySecond: 0 } }
      : relateSentences(keyStatements(first), keyStatements(second), { language })),
    coverage: { sectionsRead: all, sectionsTotal: all },
    elapsedMs: 0,
  };
  const finish = (more: Partial<Comparison>): Result<Comparison, SummaryError> =>
    ok({ ...computed, ...more, elapsedMs: performance.now() - startedAt });
  if (!input.isModelUsed || (kind === 'versions' && computed.changes.length === 0)) return finish({});

  const ready = await parts.provideModel({
    modelId: input.modelId,
    signal: input.signal,
    onLoading: (ratio) => input.onProgress({ step: 'loading', done: Math.round(ratio * 100), total: 100 }),
  });
  if (!ready.ok) return ready;
  const settings = {
    ready: () => parts.provideModel({ modelId: ready.value.model.id, signal: input.signal }),
    signal: input.signal,
    parallelCalls: ready.value.loaded.parallel.calls,
  };
  const modelName = ready.value.model.name;
  const told = await callTogether<Partial<Comparison>>(settings, async (calls) => {
    const explaining: Explaining = {
      ...{ calls, first: first.title, second: second.title, language },
      onProgress: (done, total) => input.onProgress({ step: 'writing', done, total }),
    };
    if (kind === 'versions') return explainChanges(explaining, computed.changes);
    const notes = await noteBoth({ parts, input, calls, ready: ready.value, both: [first, second] });
    if (!notes.ok) return notes;
    const [own = [], other = []] = notes.value;
    const sections = own.length + other.length;
    const related = await relateNotes(explaining, { first: own, second: other });
    if (!related.ok) return related;
    return ok({ ...related.value, coverage: { sectionsRead: sections, sectionsTotal: sections } });
  });
  return told.ok ? finish({ ...told.value, modelName }) : told;

  function keyStatements(document: Document): Statement[] {
    const { title, language: own } = document;
    const from = document === first ? blocks : otherBlocks;
    return pickKeySentences(from ?? [], { count: keySentenceCount, language: own, title }).points;
  }
}

/** Notes every section of both, or takes the notes a summary has left. */
async function noteBoth(work: {
  readonly parts: CompareParts;
  readonly input: CompareInput;
  readonly calls: Calls;
  readonly ready: ReadyModel;
  readonly both: readonly Document[];
}): Promise<Result<Statement[][], ModelUseError>> {
  const { parts, input, calls, ready } = work;
  const modelHash = parts.contentHashOfModel(ready.model.id) ?? ready.model.id;
  const opened: Reading[] = [];
  let done = 0;
  let total = 0;
  for (const document of work.both) {
    const measured = await parts.readings.measure(document, ready);
    if (!measured.ok) return measured;
    const reading = parts.readings.provide({
      ...{
        document,
        modelHash,
        kind: 'statements',
        length: 'short',
        measures: measured.value,
        isFresh: false,
      },
    });
    opened.push(parts.readings.open(reading, document, () => tell(1)));
  }
  total = opened.reduce((sum, { sections }) => sum + sections.length, 0);
  tell(opened.reduce((sum, { notes }) => sum + notes.size, 0));
  const noted = await Promise.all(
    opened.map((reading) => readSections({ calls, reading }, reading.sections)),
  );
  return ok(noted.map((notes) => (notes ?? []).filter(({ text }) => text !== '')));

  function tell(more: number): void {
    done += more;
    input.onProgress({ step: 'reading', done, total: Math.max(total, done) });
  }
}

function sideOf({ id, title, fileName, pages }: Document): Comparison['first'] {
  return { id, title, fileName, pages };
}
