import type { ModelFacts } from '../../engine.ts';
import type { EmbedCall } from '../../protocol.ts';

type Prefixes = Readonly<Record<NonNullable<EmbedCall['textKind']>, string>>;

/** What models were trained to see before a text, as their makers' pages say. First match of the model's name wins. */
const families: readonly { readonly name: RegExp; readonly prefixes: Prefixes }[] = [
  {
    // https://huggingface.co/nomic-ai/nomic-embed-text-v1.5
    name: /nomic[\s_-]?embed/i,
    prefixes: { query: 'search_query: ', passage: 'search_document: ' },
  },
  {
    // https://huggingface.co/google/embeddinggemma-300m
    name: /embedding[\s_-]?gemma/i,
    prefixes: { query: 'task: search result | query: ', passage: 'title: none | text: ' },
  },
  {
    // https://huggingface.co/Qwen/Qwen3-Embedding-0.6B
    name: /qwen3[\s_-]?embedding/i,
    prefixes: {
      query: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
      passage: '',
    },
  },
  {
    // https://huggingface.co/intfloat/multilingual-e5-large-instruct
    name: /\be5\b.*instruct/i,
    prefixes: {
      query: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ',
      passage: '',
    },
  },
  {
    // https://huggingface.co/intfloat/multilingual-e5-base
    name: /(^|[^a-z0-9])e5([^a-z0-9]|$)/i,
    prefixes: { query: 'query: ', passage: 'passage: ' },
  },
  {
    // https://huggingface.co/BAAI/bge-small-en-v1.5, and https://huggingface.co/mixedbread-ai/mxbai-embed-large-v1
    name: /bge[\s_-]?(small|base|large)[\s_-]?en|mxbai[\s_-]?embed/i,
    prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
  },
  {
    // https://huggingface.co/Snowflake/snowflake-arctic-embed-m-v2.0
    name: /arctic[\s_-]?embed[\s_-].*v2/i,
    prefixes: { query: 'query: ', passage: '' },
  },
  {
    // https://huggingface.co/Snowflake/snowflake-arctic-embed-m
    name: /arctic[\s_-]?embed/i,
    prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
  },
];
/** EmbeddingGemma's files have an architecture of their own, whatever they are named. */
const familyOfArchitecture: Readonly<Record<string, string>> = { 'gemma-embedding': 'embeddinggemma' };

/** What goes before each text; nothing for models that were trained without. */
export function prefixFor(input: {
  readonly facts: ModelFacts;
  readonly fileName: string;
  readonly textKind: EmbedCall['textKind'];
}): string {
  const { facts, fileName, textKind } = input;
  if (textKind === null) return '';
  const names = [familyOfArchitecture[facts.architecture] ?? '', facts.name, fileName];
  const family = families.find(({ name }) => names.some((candidate) => name.test(candidate)));
  return family?.prefixes[textKind] ?? '';
}
