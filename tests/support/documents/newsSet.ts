import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pickKeySentences, type Weights } from '../../../electron/documents/keySentences/keySentences.ts';
import { splitSentences } from '../../../electron/documents/sentences.ts';
import type { Block } from '../../../shared/contract/documents.ts';
import { rougeF1 } from './rouge.ts';

export interface NewsArticle {
  readonly name: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly sentences: readonly string[];
  /** The sentences people marked. */
  readonly reference: readonly string[];
}

/** Chooses so many sentences of an article. */
export type Choose = (article: NewsArticle, count: number) => readonly string[];

export const newsFolder = path.join(import.meta.dirname, '../../../../shared/data/news');

/** Null where the set is not on this machine. */
export function readNewsSet(): NewsArticle[] | null {
  if (!existsSync(newsFolder)) return null;
  return readdirSync(newsFolder).flatMap((topic) =>
    readdirSync(path.join(newsFolder, topic))
      .filter((file) => file.endsWith('.article.txt'))
      .sort()
      .map((file) => readArticle(topic, file)),
  );
}

function readArticle(topic: string, file: string): NewsArticle {
  const folder = path.join(newsFolder, topic);
  const [title = '', ...lines] = linesOf(path.join(folder, file));
  const blocks: Block[] = [{ kind: 'heading', text: title, page: 1, headings: [] }];
  for (const text of lines) blocks.push({ kind: 'paragraph', text, page: 1, headings: [title] });
  return {
    name: `${topic}/${file}`,
    title,
    blocks,
    sentences: lines.flatMap((line) => splitSentences(line, 'en')),
    reference: linesOf(path.join(folder, file.replace('.article.', '.summary.'))),
  };
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function measure(
  articles: readonly NewsArticle[],
  choose: Choose,
): { readonly rouge1: number; readonly rouge2: number } {
  const scores = articles.map((article) => {
    const candidate = choose(article, article.reference.length).join(' ');
    const reference = article.reference.join(' ');
    return {
      rouge1: rougeF1({ candidate, reference, n: 1 }),
      rouge2: rougeF1({ candidate, reference, n: 2 }),
    };
  });
  const mean = (pick: (score: { rouge1: number; rouge2: number }) => number) =>
    scores.reduce((total, score) => total + pick(score), 0) / scores.length;
  return { rouge1: mean((score) => score.rouge1), rouge2: mean((score) => score.rouge2) };
}

export function chooseOurs(weights?: Weights): Choose {
  return ({ blocks, title }, count) =>
    pickKeySentences(blocks, { count, language: 'en', title, ...(weights ? { weights } : {}) }).points.map(
      (point) => point.text,
    );
}

export const chooseFirst: Choose = ({ sentences }, count) => sentences.slice(0, count);

/** LexRank (Erkan and Radev 2004): PageRank over sentences whose TF-IDF cosine is above 0.1. */
export const chooseByLexRank: Choose = ({ sentences }, count) => {
  const words = sentences.map((sentence) => sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const sentencesByWord = new Map<string, number>();
  for (const own of words)
    for (const word of new Set(own)) sentencesByWord.set(word, (sentencesByWord.get(word) ?? 0) + 1);
  const vectors = words.map((own) => {
    const vector = new Map<string, number>();
    for (const word of own) {
      vector.set(
        word,
        (vector.get(word) ?? 0) + Math.log(sentences.length / (sentencesByWord.get(word) ?? 1)),
      );
    }
    return vector;
  });
  const isLinked = vectors.map((a, from) => vectors.map((b, to) => from !== to && cosine(a, b) > 0.1));
  let ranks = sentences.map(() => 1 / sentences.length);
  for (let round = 0; round < 50; round += 1) {
    const next = sentences.map(() => 0.15 / sentences.length);
    for (const [from, links] of isLinked.entries()) {
      const degree = links.filter(Boolean).length;
      for (const [to, linked] of links.entries())
        if (linked) next[to] = (next[to] ?? 0) + (0.85 * (ranks[from] ?? 0)) / degree;
    }
    ranks = next;
  }
  const best = ranks
    .map((rank, index) => ({ rank, index }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, count)
    .sort((a, b) => a.index - b.index);
  return best.map(({ index }) => sentences[index] ?? '');
};

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let dot = 0;
  for (const [word, weight] of a) dot += weight * (b.get(word) ?? 0);
  const length = Math.hypot(...a.values()) * Math.hypot(...b.values());
  return length === 0 ? 0 : dot / length;
}
