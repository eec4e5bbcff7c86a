import type { Listing, ListingItem, Reading } from '../../shared/contract/listings.ts';
import type { ModelUseError } from '../../shared/contract/models.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import type { ListingId } from '../../shared/ids.ts';
import type { StoredMessage } from './conversationStore.ts';
import type { Lister } from './lister.ts';
import type { Turn } from './prompt.ts';

/** More would fill the context of the questions that follow; the listing itself shows all. */
const itemsInText = 100;

interface ListInput {
  readonly scope: SearchScope | null;
  readonly turns: readonly Turn[];
  readonly message: StoredMessage;
  readonly reading: Reading;
  readonly signal: AbortSignal;
  readonly onLoading: (progressRatio: number) => void;
}

/** The message that is written, as far as a listing needs it. */
interface ListDraft<End> {
  add(more: { listingId?: ListingId | null; modelName?: string | null }): void;
  write(text: string): void;
  end(state: 'finished' | 'stopped', more: { stopReason?: 'userStopped' }): End;
  fail(error: ModelUseError): End;
}

type ListItem =
  | { readonly kind: 'listing'; readonly listing: Listing }
  | { readonly kind: 'text'; readonly text: string };

/**
 * Answers by reading everything, where the question or the person asks for that. The message's text is what later
 * questions of the conversation know of it. @returns null for an ordinary question.
 */
export async function* listAnswer<End>(
  { lister }: { readonly lister: Lister },
  input: ListInput,
  draft: ListDraft<End>,
): AsyncGenerator<ListItem, End | null> {
  if (input.scope === null) return null;
  draft.add({ listingId: input.message.details.listingId });
  const answering = lister.answer({
    question: input.turns.at(-1)?.text ?? '',
    scope: input.scope,
    reading: input.reading,
    messageId: input.message.id,
    withoutModel: false,
    signal: input.signal,
  });
  try {
    for (;;) {
      const next = await answering.next();
      if (!next.done) {
        const news = next.value;
        if (news.kind === 'loading') input.onLoading(news.progressRatio);
        else {
          draft.add({ listingId: news.listing.id });
          yield news;
        }
        continue;
      }
      const ended = next.value;
      if (!ended.ok && input.signal.aborted) return draft.end('stopped', { stopReason: 'userStopped' });
      if (!ended.ok) return draft.fail(ended.error);
      if (ended.value === null) {
        draft.add({ listingId: null });
        return null;
      }
      const listing = ended.value;
      draft.add({ listingId: listing.id, modelName: listing.modelName });
      yield { kind: 'listing', listing };
      // Why it rests before its end, the listing itself tells.
      if (listing.state !== 'finished') return draft.end('stopped', { stopReason: 'userStopped' });
      const items = lister.readItems({ listingId: listing.id, offset: 0, limit: itemsInText });
      const text = listingText(listing, items.ok ? items.value.items : []);
      draft.write(text);
      yield { kind: 'text', text };
      return draft.end('finished', {});
    }
  } finally {
    // The view left in the middle: the listing stops, and its message keeps it.
    if (!input.signal.aborted) await answering.return({ ok: true, value: null });
  }
}

/** The result without words of any language: the number, then the things found. */
function listingText(listing: Listing, items: readonly ListingItem[]): string {
  const { table } = listing;
  if (table && table.query === null) return '';
  const values = table?.values.map(({ value, unit }) => (unit === '' ? value : `${value} ${unit}`)) ?? [];
  const number = table ? [...values, ...table.dates].join(', ') : String(listing.found);
  if (table && table.query?.aggregate !== 'list') return number;
  const lines = items.map(({ text, cells }) => `- ${cells ? cells.join(' | ') : text}`);
  const more = listing.found > items.length ? ['- …'] : [];
  return [number, '', ...lines, ...more].join('\n').trim();
}
