import type { SummaryError } from '../../../shared/contract/summaries.ts';
import type { Result } from '../../../shared/result.ts';
import type { WorkProgress } from '../../documents/compare/compareDocuments.ts';
import type { Documents } from '../../documents/documents.ts';
import type { Handlers } from '../handlers.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

export function comparisonRoutes(
  documents: Documents,
): Pick<Handlers, 'documents.compare' | 'documents.digest'> {
  return {
    'documents.compare': (input, { signal }) =>
      workStream((onProgress) => documents.compare({ ...input, signal, onProgress })),
    'documents.digest': (input, { signal }) =>
      workStream((onProgress) => documents.digest({ ...input, signal, onProgress })),
  };
}

async function* workStream<Value>(
  work: (onProgress: (progress: WorkProgress) => void) => Promise<Result<Value, SummaryError>>,
) {
  const progress: Mailbox<WorkProgress> = createMailbox();
  const working = work((step) => progress.replace(step)).finally(() => progress.close());
  for await (const step of progress)
    yield { kind: 'item' as const, item: { kind: 'progress' as const, ...step } };
  const done = await working;
  if (done.ok) yield { kind: 'finished' as const, value: done.value };
  else yield { kind: 'failed' as const, error: done.error };
}
