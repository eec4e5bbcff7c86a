import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddingShapeName, makeEmbeddingModel } from '../../support/models/embeddingModel.ts';

export const embeddingShape: EmbeddingShapeName = 'minilm';
/** As long as an index usually has them; each word is one token. */
export const textWords = 200;
const sampleWords = ' the of and to in that was for with on'.trim().split(' ');

/** Made once, kept between runs. */
export function embeddingModelPath(): string {
  const path = join(tmpdir(), 'sotto-bench', `${embeddingShape}.gguf`);
  return makeEmbeddingModel({ path, shape: embeddingShape });
}

export function texts(count: number): string[] {
  return Array.from({ length: count }, () => textOf(textWords));
}

export function textOf(words: number): string {
  const word = () => sampleWords[Math.floor(Math.random() * sampleWords.length)];
  return Array.from({ length: words }, word).join(' ');
}
