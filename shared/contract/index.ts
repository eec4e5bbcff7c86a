import type { z } from 'zod';
import { app } from './app.ts';
import { chat } from './chat.ts';
import { code } from './code.ts';
import { collections } from './collections.ts';
import { comparisons } from './comparisons.ts';
import type { EventDefinition, RequestDefinition, StreamDefinition, TransportError } from './define.ts';
import { digests } from './digests.ts';
import { documents } from './documents.ts';
import { embeddings } from './embeddings.ts';
import { library } from './library.ts';
import { listings } from './listings.ts';
import { models } from './models.ts';
import { originals } from './originals.ts';
import { papers } from './papers.ts';
import { recognition } from './recognition.ts';
import { reranking } from './reranking.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { summaries } from './summaries.ts';

export const contract = {
  ...app,
  ...settings,
  ...models,
  ...documents,
  ...originals,
  ...collections,
  ...summaries,
  ...library,
  ...search,
  ...embeddings,
  ...reranking,
  ...comparisons,
  ...digests,
  ...papers,
  ...listings,
  ...recognition,
  ...chat,
  ...code,
} as const;
export type Contract = typeof contract;
export type EndpointName = keyof Contract;

type NamesOf<Definition> = {
  [Name in EndpointName]: Contract[Name] extends Definition ? Name : never;
}[EndpointName];
export type RequestName = NamesOf<RequestDefinition>;
export type StreamName = NamesOf<StreamDefinition>;
export type EventName = NamesOf<EventDefinition>;

export type InputOf<Name extends RequestName | StreamName> = z.infer<Contract[Name]['input']>;
export type OutputOf<Name extends RequestName> = z.infer<Contract[Name]['output']>;
export type ErrorOf<Name extends RequestName | StreamName> = z.infer<Contract[Name]['error']>;
export type ItemOf<Name extends StreamName> = z.infer<Contract[Name]['item']>;
export type FinishedOf<Name extends StreamName> = z.infer<Contract[Name]['finished']>;
export type PayloadOf<Name extends EventName> = z.infer<Contract[Name]['payload']>;

/** What a stream yields: items, then one terminal event. */
export type StreamEvent<Name extends StreamName> =
  | { readonly kind: 'item'; readonly item: ItemOf<Name> }
  | { readonly kind: 'finished'; readonly value: FinishedOf<Name> }
  | { readonly kind: 'failed'; readonly error: ErrorOf<Name> | TransportError };
