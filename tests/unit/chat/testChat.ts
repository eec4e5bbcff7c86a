import { createChat, type TurnEvent } from '../../../electron/chat/chat.ts';
import type { Lister } from '../../../electron/chat/lister.ts';
import type { Searcher } from '../../../electron/chat/searcher.ts';
import { weighMatches } from '../../../electron/documents/search/weighMatches.ts';
import { formsOf, languageOf, tellingWords } from '../../../electron/documents/search/wording.ts';
import { cutSentences } from '../../../electron/documents/sentences.ts';
import type { ProvideModel } from '../../../electron/engine/modelProvider.ts';
import type { Passage } from '../../../shared/contract/documents.ts';
import { type SettingsPatch, settingsSchema } from '../../../shared/contract/settings.ts';
import { type ConversationId, chunkIdSchema, documentIdSchema } from '../../../shared/ids.ts';
import type { FakeEngine } from '../../support/fakeEngine.ts';
import { temporaryDatabase } from '../../support/temporaryDatabase.ts';

export const leaseId = documentIdSchema.parse('lease');

export function passage(n: number, text: string): Passage {
  return {
    chunkId: chunkIdSchema.parse(n),
    documentId: leaseId,
    title: 'Lease',
    path: '/lease.pdf',
    pages: [n, n],
    headings: [],
    text,
    score: 1,
  };
}

export const lease = [passage(1, 'Notice is three months.'), passage(2, 'The deposit is two rents.')];

export const leaseSearcher: Searcher = {
  retrieve: async () => ({ mode: 'wholeDocument', passages: lease }),
  weighMatches: (query, passages) =>
    weighMatches(
      query,
      passages.map((one) => ({ ...one, language: 'en' })),
    ),
  languageOfDocument: () => 'en',
  wording: { cutSentences, languageOf, tellingWords, formsOf },
  getPassages: (ids) =>
    new Map(lease.filter((one) => ids.includes(one.chunkId)).map((one) => [one.chunkId, one])),
  passageForModel: (one) => one.text,
};

/** Takes every question for an ordinary one. */
export const noLister: Lister = {
  // biome-ignore lint/correctness/useYield: it has nothing to tell.
  answer: async function* () {
    return { ok: true, value: null };
  },
  get: () => null,
  readItems: () => ({ ok: true, value: { items: [] } }),
};

/** A chat over the real database, with the model that `parts` provides. */
export function chatWith(
  parts: Partial<FakeEngine> & { provideModel: ProvideModel },
  options: {
    searcher?: Searcher;
    lister?: Lister;
    database?: ReturnType<typeof temporaryDatabase>;
    settings?: SettingsPatch;
  } = {},
) {
  const database = options.database ?? temporaryDatabase();
  const chat = createChat({
    database,
    searcher: options.searcher ?? leaseSearcher,
    lister: options.lister ?? noLister,
    provideModel: parts.provideModel,
    readSettings: () => settingsSchema.parse(options.settings ?? {}),
    onChanged: () => undefined,
  });
  const turn = async (
    conversationId: ConversationId,
    request: Parameters<typeof chat.runTurn>[0]['request'],
    signal = new AbortController().signal,
  ): Promise<TurnEvent[]> => {
    const events: TurnEvent[] = [];
    for await (const event of chat.runTurn({ conversationId, request, signal, onLoading: () => undefined })) {
      events.push(event);
    }
    return events;
  };
  const texts = (conversationId: ConversationId) => {
    const opened = chat.open(conversationId);
    if (!opened.ok) throw new Error(opened.error.code);
    return opened.value.messages.map((message) => `${message.role}: ${message.text} (${message.state})`);
  };
  return { chat, turn, texts, database };
}
