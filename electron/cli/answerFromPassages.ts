import type { Citation } from '../../shared/contract/chat.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { CommandError } from './commandError.ts';
import { requireDocuments } from './scopeOptions.ts';
import type { Session } from './session.ts';

const maxPassages = 5;

/** Without a model: the passages that match best, numbered. */
export async function answerFromPassages(input: {
  readonly session: Session;
  readonly question: string;
  readonly scope: SearchScope;
}): Promise<Result<{ answer: string; citations: Citation[] }, CommandError>> {
  const { session, scope } = input;
  const there = await requireDocuments(input);
  if (!there.ok) return there;
  const found = await session.client.request('documents.search', {
    query: input.question.slice(0, 4000),
    limit: maxPassages,
    scope,
  });
  if (!found.ok) return found;
  const citations = found.value.map((passage, index) => ({ n: index + 1, passage }));
  const answer = citations.map(({ n, passage }) => `[${n}] ${passage.text.trim()}`).join('\n\n');
  return ok({ answer, citations });
}
