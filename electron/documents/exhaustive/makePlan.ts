import type { Reading, TableQuery, TableResult } from '../../../shared/contract/listings.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import type { SearchScope } from '../../../shared/contract/searchScope.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ReadyModel } from '../../engine/modelProvider.ts';
import type { PassageSearch } from '../search/passageSearch.ts';
import { type Asking, findAsking } from './recognise/findAsking.ts';
import { type Recognised, recognise, recogniseByWords } from './recognise/recognise.ts';
import type { Scope } from './scope.ts';
import { askQuery, rankGroups } from './tables/askQuery.ts';
import { formQuery } from './tables/formQuery.ts';
import { groupTables, type TableGroup } from './tables/tableGroups.ts';

/** How a question is answered. */
export type Plan =
  /** The query is null where none could be formed of the question. */
  | { readonly way: 'table'; readonly query: TableQuery | null }
  | { readonly way: 'words'; readonly kind: 'list' | 'count'; readonly target: string }
  | {
      readonly way: 'model';
      readonly kind: 'list' | 'count';
      readonly target: string;
      readonly ready: ReadyModel;
    };

/** The tables of more documents are not looked through; those that fit the question best are, and the answer says so. */
export const mostTableDocuments = 60;

/** As many as a scope can name. */
const mostDocumentsSearched = 10_000;

export interface PlanInput {
  readonly question: string;
  readonly scope: SearchScope;
  readonly reading: Reading;
  /** Fails with 'models.noneInstalled' where it goes without. */
  readonly provide: () => Promise<Result<ReadyModel, ModelUseError>>;
  /** What the same question to the same model was taken for before. */
  readonly recall: (ready: ReadyModel) => Recognised | null;
  readonly signal: AbortSignal;
}

/**
 * @returns null for an ordinary question, which is answered from some passages. Fails with 'engine.cancelled'; any
 * other failure of the model makes the question an ordinary one, whose answer tells it.
 */
export async function makePlan(
  parts: { readonly scope: Scope; readonly search: Pick<PassageSearch, 'search'> },
  input: PlanInput,
): Promise<Result<Plan | null, ModelUseError>> {
  const { question, reading, signal } = input;
  if (reading.kind === 'bestPassages') return ok(null);
  if (reading.kind === 'table') return ok({ way: 'table', query: reading.query });
  const asking = findAsking(question);
  if (reading.kind === 'automatic' && asking.strength === 'none' && asking.isLanguageKnown) return ok(null);

  const groups = reading.kind === 'automatic' ? tablesFor(parts, input).groups : [];
  const formed = formQuery(question, asking, groups);
  if (formed !== null) return ok({ way: 'table', query: formed });

  const provided = await input.provide();
  if (!provided.ok) {
    if (provided.error.code === 'engine.cancelled') return provided;
    const isWithout = provided.error.code === 'models.noneInstalled';
    return ok(isWithout ? planByWords(asking, reading) : null);
  }
  const ready = provided.value;
  const recognised = input.recall(ready);
  if (reading.kind === 'everything') {
    const kind = asking.aggregate === 'count' ? 'count' : 'list';
    return ok({ way: 'model', kind, target: recognised?.target ?? '', ready });
  }
  const again = async () => ok(ready);
  const told = recognised
    ? ok(recognised)
    : await recognise({ ready: again, signal, question, asking, hasTables: groups.length > 0 });
  if (!told.ok) return told.error.code === 'engine.cancelled' ? fail(told.error) : ok(null);
  switch (told.value.kind) {
    case 'ordinary':
      return ok(null);
    case 'table': {
      const asked = await askQuery({ ready: again, signal, question, groups: rankGroups(question, groups) });
      if (!asked.ok) return asked.error.code === 'engine.cancelled' ? fail(asked.error) : ok(null);
      return ok({ way: 'table', query: asked.value });
    }
    default:
      return ok({ way: 'model', kind: told.value.kind, target: told.value.target, ready });
  }
}

/** The tables that a question may be about, and how many of the documents with tables were looked through for them. */
export function tablesFor(
  parts: { readonly scope: Scope; readonly search: Pick<PassageSearch, 'search'> },
  { question, scope }: Pick<PlanInput, 'question' | 'scope'>,
): { readonly groups: TableGroup[]; readonly documents: TableResult['documents'] } {
  const all = parts.scope.documentsWithTables(scope);
  const within = (documentIds: readonly DocumentId[]) => ({
    groups: groupTables(parts.scope.tables(documentIds)),
    documents: { read: documentIds.length, total: all.length },
  });
  if (all.length <= mostTableDocuments) return within(all);
  const found = parts.search.search({
    query: question.slice(0, 4000),
    limit: mostTableDocuments,
    scope: { documentIds: all.slice(0, mostDocumentsSearched) },
    isOnePerDocument: true,
  });
  return within(found.map(({ documentId }) => documentId));
}

/** Without a model: the passages that contain the question's words, where it asks for all of something. */
function planByWords(asking: Asking, reading: Reading): Plan | null {
  const { kind } = recogniseByWords(asking);
  const target = asking.telling.join(' ');
  if (target === '') return null;
  if (reading.kind === 'everything' || kind === 'list' || kind === 'count') {
    return { way: 'words', kind: asking.aggregate === 'count' ? 'count' : 'list', target };
  }
  return null;
}
