import { expect, test } from 'vitest';
import type { ModelFacts } from '../../../electron/engine/engine.ts';
import { prefixFor } from '../../../electron/engine/process/embedding/prefixes.ts';

const facts = (name: string, architecture = 'bert'): ModelFacts => ({
  ...{ name, architecture, kind: 'embedding' },
  ...{ quantisation: null, parameterCount: null, trainedContextTokens: 512 },
});
const both = (name: string, fileName: string, architecture?: string) =>
  (['query', 'passage'] as const).map((textKind) =>
    prefixFor({ facts: facts(name, architecture), fileName, textKind }),
  );

test.each([
  ['nomic-embed-text-v1.5', 'a.gguf', ['search_query: ', 'search_document: ']],
  ['model', 'multilingual-e5-small-q8_0.gguf', ['query: ', 'passage: ']],
  ['Bge Small En v1.5', 'a.gguf', ['Represent this sentence for searching relevant passages: ', '']],
  ['all-MiniLM-L6-v2', 'all-minilm.gguf', ['', '']],
  ['bge-m3', 'bge-m3.gguf', ['', '']],
  // No E5 model, whatever its quantisation is called.
  ['gte-base', 'gte-base-e5m2x.gguf', ['', '']],
])('gives %s (%s) what it was trained to see', (name, fileName, expected) => {
  expect(both(name, fileName)).toEqual(expected);
});

test('knows EmbeddingGemma by its architecture, and adds nothing where it is not said what a text is for', () => {
  expect(both('x', 'x.gguf', 'gemma-embedding')[0]).toBe('task: search result | query: ');
  expect(prefixFor({ facts: facts('nomic-embed-text'), fileName: 'x', textKind: null })).toBe('');
});
