import { ok } from '../../../shared/result.ts';
import type { Listings } from '../../documents/exhaustive/listings.ts';
import type { HandlerEvent, Handlers } from '../handlers.ts';

type ListingHandlers = Pick<Handlers, Extract<keyof Handlers, `listings.${string}`>>;

export function listingRoutes(listings: Listings): ListingHandlers {
  return {
    'listings.answer': (input, { signal }) =>
      answerStream(listings.answer({ ...input, scope: input.scope ?? {}, messageId: null, signal })),
    'listings.readItems': (input) => listings.readItems(input),
    'listings.remove': ({ listingId }) => {
      listings.remove(listingId);
      return ok({});
    },
  };
}

async function* answerStream(
  answer: ReturnType<Listings['answer']>,
): AsyncGenerator<HandlerEvent<'listings.answer'>> {
  try {
    for (;;) {
      const next = await answer.next();
      if (!next.done) {
        yield { kind: 'item', item: next.value };
        continue;
      }
      const ended = next.value;
      return yield ended.ok
        ? { kind: 'finished', value: { listing: ended.value } }
        : { kind: 'failed', error: ended.error };
    }
  } finally {
    await answer.return(ok(null));
  }
}
