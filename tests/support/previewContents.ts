import type { AppStatus } from '../../shared/contract/app.ts';
import type { Conversation } from '../../shared/contract/chat.ts';
import type { Collection } from '../../shared/contract/collections.ts';
import type { Block, Document, Passage } from '../../shared/contract/documents.ts';
import type { EmbeddingState } from '../../shared/contract/embeddings.ts';
import type { EngineState, Model } from '../../shared/contract/models.ts';
import type { RerankingState } from '../../shared/contract/reranking.ts';
import type { SearchResults } from '../../shared/contract/search.ts';
import {
  chunkIdSchema,
  collectionIdSchema,
  conversationIdSchema,
  documentIdSchema,
  fileIdSchema,
  modelIdSchema,
} from '../../shared/ids.ts';

const now = new Date().toISOString();
const earlier = new Date(Date.now() - 3 * 86_400_000).toISOString();
const conversationId = (text: string) => conversationIdSchema.parse(text);
const documentId = (text: string) => documentIdSchema.parse(text);

export const fileId = fileIdSchema.parse('file-1');

export const status: AppStatus = {
  version: '0.1.0',
  surface: 'browser',
  platform: 'linux x64',
  dataFolder: '/home/ada/.local/share/Sotto',
  keyProtection: 'keyFile',
  connectionsMade: 0,
  connectionsBlocked: 0,
};

export const model: Model = {
  id: modelIdSchema.parse('llama'),
  name: 'Llama 3.2 3B',
  fileName: 'Llama-3.2-3B-Instruct-Q4_K_M.gguf',
  sizeBytes: 2_019_377_696,
  architecture: 'llama',
  quantisation: 'Q4_K_M',
  parameterCount: 3_212_749_888,
  trainedContextTokens: 131_072,
  kind: 'chat',
  isFilePresent: true,
  adapters: [],
  addedAt: now,
};

export const codeModel: Model = {
  ...model,
  id: modelIdSchema.parse('qwen'),
  name: 'Qwen 2.5 Coder 7B',
  fileName: 'qwen2.5-coder-7b-instruct-q4_k_m.gguf',
  sizeBytes: 4_683_073_536,
  architecture: 'qwen2',
  parameterCount: 7_615_616_512,
};

export const engine: EngineState = {
  phase: 'ready',
  modelId: model.id,
  modelName: model.name,
  restingModelName: null,
  isMemoryNeeded: false,
  loadProgressRatio: null,
  backend: 'vulkan',
  gpuLayers: 29,
  layers: 29,
  deviceNames: ['NVIDIA GeForce RTX 4060'],
  weightsBytes: 2_000_000_000,
  contextBytes: 900_000_000,
  cachePrecision: 'exact',
  gpuBytes: 3_100_000_000,
  threads: 6,
  contextTokens: 6144,
  reductions: ['liveChats', 'background', 'context'],
  tokensPerSecond: 24.3,
  openAnswers: 0,
  pausedAnswers: 0,
  energy: { fewerThreadsFor: [], pausedFor: [] },
  excludedBackends: ['cuda'],
  embedder: null,
  reranker: null,
};

export const onBattery: Pick<EngineState, 'openAnswers' | 'pausedAnswers' | 'energy'> = {
  openAnswers: 1,
  pausedAnswers: 1,
  energy: { fewerThreadsFor: ['battery'], pausedFor: ['battery'] },
};

export const stoppedEngine: EngineState = {
  ...engine,
  phase: 'stopped',
  modelId: null,
  modelName: null,
  backend: null,
  gpuLayers: null,
  layers: null,
  deviceNames: [],
  weightsBytes: null,
  contextBytes: null,
  cachePrecision: null,
  gpuBytes: null,
  threads: null,
  contextTokens: null,
  reductions: [],
  tokensPerSecond: null,
};

const lease: Document = {
  id: documentId('lease'),
  title: 'Lease agreement.pdf',
  fileName: 'lease-agreement-2025.pdf',
  path: '/home/ada/Documents/lease-agreement-2025.pdf',
  format: 'pdf',
  sizeBytes: 412_000,
  contentHash: 'a',
  language: 'en',
  pages: 14,
  words: 5200,
  chunks: 41,
  addedAt: now,
  datedAt: now,
};

export const documents: Document[] = [
  {
    ...lease,
    id: documentId('report'),
    title: 'Annual report 2025.pdf',
    fileName: 'annual-report-2025-final.pdf',
    language: 'de',
    pages: 112,
  },
  lease,
  {
    ...lease,
    id: documentId('invoices'),
    title: 'Invoices 2024',
    fileName: 'invoices.docx',
    pages: 3,
    addedAt: earlier,
    datedAt: earlier,
  },
];

export function manyDocuments(count: number): Document[] {
  return Array.from({ length: count }, (_, index) => ({
    ...lease,
    id: documentId(`many-${index}`),
    title: `Minutes of meeting ${index + 1}`,
    addedAt: earlier,
    datedAt: earlier,
  }));
}

export const conversations: Conversation[] = [
  {
    id: conversationId('chat-1'),
    title: 'Lease: notice period',
    scope: { documentIds: [lease.id] },
    createdAt: now,
    updatedAt: now,
  },
  {
    id: conversationId('chat-2'),
    title: 'Packing list for Porto',
    scope: null,
    createdAt: now,
    updatedAt: now,
  },
  {
    id: conversationId('chat-3'),
    title: 'Letter to the insurance',
    scope: null,
    createdAt: earlier,
    updatedAt: earlier,
  },
];

export function manyConversations(count: number): Conversation[] {
  return Array.from({ length: count }, (_, index) => ({
    id: conversationId(`many-${index}`),
    title: `Question ${index + 1} about something or other`,
    scope: null,
    createdAt: earlier,
    updatedAt: earlier,
  }));
}

export function newConversation(count: number): Conversation {
  return {
    id: conversationId(`new-${count}`),
    title: 'New chat',
    scope: null,
    createdAt: now,
    updatedAt: now,
  };
}

const passage = (n: number, text: string): Passage => ({
  chunkId: chunkIdSchema.parse(n),
  documentId: lease.id,
  title: lease.title,
  path: lease.path,
  pages: [4, 4],
  headings: ['§ 7 Term and notice'],
  text,
  score: 1 / n,
});

export const passages: Passage[] = [
  passage(
    1,
    '7.1 The tenancy begins on 1 March 2025 and runs for an indefinite period.\n7.2 Either party may end the tenancy in writing with a period of three months to the end of a calendar month.',
  ),
  passage(
    2,
    '7.3 Where the tenant ends the tenancy within the first twelve months, the landlord may retain a fee of one month’s net rent.',
  ),
  passage(
    3,
    '7.4 Notice by electronic message alone is not sufficient. 7.5 The deposit is returned within six weeks after handover, less the cost of damage beyond normal wear.',
  ),
];

export function blocksOf(page: number): Block[] {
  const block = (kind: Block['kind'], text: string): Block => ({ kind, text, page, headings: [] });
  if (page !== 4)
    return [
      block('heading', `§ ${page} Of page ${page}`),
      block('paragraph', 'The rooms are handed over clean and with all keys.'),
    ];
  return [
    block('heading', '§ 7 Term and notice'),
    block('paragraph', '7.1 The tenancy begins on 1 March 2025 and runs for an indefinite period.'),
    block(
      'paragraph',
      '7.2 Either party may end the tenancy in writing with a period of three months to the end of a calendar month.',
    ),
    block(
      'paragraph',
      '7.3 Where the tenant ends the tenancy within the first twelve months, the landlord may retain a fee of one month’s net rent.',
    ),
    block('paragraph', '7.4 Notice by electronic message alone is not sufficient.'),
    block(
      'paragraph',
      '7.5 The deposit is returned within six weeks after handover, less the cost of damage beyond normal wear.',
    ),
  ];
}

export const reranking: RerankingState = { phase: 'noModel', model: null, error: null };
export const embedding: EmbeddingState = {
  phase: 'noModel',
  model: null,
  servingName: null,
  passages: 4210,
  embedded: 0,
  failed: 0,
  remainingMs: null,
  error: null,
};
export const collections: Collection[] = [
  { id: collectionIdSchema.parse('flat'), name: 'Flat', folders: [], documents: 2, createdAt: now },
];

export function filtersOf(all: readonly Document[]) {
  return {
    formats: all.length === 0 ? [] : [{ format: 'pdf', documents: all.length }],
    folders: [],
  };
}

export function findIn(all: readonly Document[], query: string): SearchResults {
  const typed = query.trim().toLowerCase();
  const marksIn = (text: string): [number, number][] => {
    const start = text.toLowerCase().indexOf(typed);
    return start < 0 ? [] : [[start, start + typed.length]];
  };
  const hits = passages
    .filter(({ text }) => text.toLowerCase().includes(typed))
    .map((one) => ({
      passage: one,
      headings: { text: one.headings.join(' › '), marks: [] },
      snippet: { text: one.text, marks: marksIn(one.text), isCutBefore: false, isCutAfter: false },
    }));
  const named = all.filter(({ title }) => title.toLowerCase().includes(typed)).slice(0, 6);
  return {
    names: named.map((document) => ({
      document,
      title: { text: document.title, marks: marksIn(document.title) },
    })),
    groups: hits.length === 0 ? [] : [{ document: lease, hits }],
    replaced: [],
    isLimited: false,
  };
}
