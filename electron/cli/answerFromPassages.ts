import type { Citation } from '../../shared/contract/chat.ts';
import type { DocumentId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CommandError } from './commandError.ts';
import type { Session } from './session.ts';

const maxPassages = 5;

/** Without a model: the passages that match best, numbered. @param documentIds none: all documents. */
export async function answerFromPassages(input: {
  readonly session: Session;
  readonly question: string;
  readonly documentIds: readonly DocumentId[];
}): Promise<Result<{ answer: string; citations: Citation[] }, CommandError>> {
  const { session, documentIds } = input;
  const listed = await session.client.request('documents.list', { offset: 0, limit: 1 });
  if (!listed.ok) return listed;
  if (listed.value.total === 0) return fail({ code: 'cli.noDocuments' });
  const found = await session.client.request('documents.search', {
    query: input.question.slice(0, 4000),
    limit: maxPassages,
    ...(documentIds.length > 0 ? { documentIds: [...documentIds] } : {}),
  });
  if (!found.ok) return found;
  const citations = found.value.map((passage, index) => ({ n: index + 1, passage }));
  const answer = citations.map(({ n, passage }) => `[${n}] ${passage.text.trim()}`).join('\n\n');
  return ok({ answer, citations });
}
