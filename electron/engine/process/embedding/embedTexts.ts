import type { LlamaEmbeddingContext, Token } from 'node-llama-cpp';
import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { EmbedCall, EmbedResult } from '../../protocol.ts';
import type { EncoderTurn } from '../encoder/encoderKeeper.ts';
import type { EmbeddingModel } from './embeddingModel.ts';
import { poolVectors, splitTokens } from './parts.ts';
import { prefixFor } from './prefixes.ts';
import { framed, frameOf, frameTokens } from './tokenFrame.ts';

/** A chat that is asked for meanwhile waits no longer than this, unless a single text takes longer. */
const stepMs = 150;
/** Reading texts into tokens holds up the event loop no longer than about this at a time. */
const tokenizingMs = 20;
/** Longer texts are read into tokens in pieces. */
const pieceCharacters = 50_000;
const sentenceEnd = /[.!?\n。！？]["'”’)\]]*\s*$/u;

/** A stretch of one text, as long as the model can hold. */
interface Part {
  readonly textIndex: number;
  /** Framed. */
  readonly input: readonly Token[];
  /** Of the text itself. */
  readonly tokens: number;
}

type TextResult = EmbedResult['results'][number];

/**
 * Embeds each text, in steps that give way to more urgent work.
 * @param turn the call has its turn already; each further step waits for the next.
 */
export async function embedTexts(
  input: EncoderTurn<LlamaEmbeddingContext> & {
    readonly call: EmbedCall;
    readonly signal: AbortSignal;
    readonly onProgress: (progressRatio: number) => void;
  },
): Promise<Result<EmbedResult, EngineError>> {
  const { encoder: embedding, call, turn, signal, onProgress } = input;
  const dimension = embedding.model.embeddingVectorSize;
  const cancelled = fail({ code: 'engine.cancelled' } as const);
  const read = await readParts({ embedding, call, signal });
  if (signal.aborted) return cancelled;
  // Longest first: contexts are made once, large enough, and what runs side by side ends at about the same time.
  const waiting = read.flat().toSorted((a, b) => b.input.length - a.input.length);
  const totalTokens = waiting.reduce((sum, part) => sum + part.input.length, 0);
  const done: PartVector[] = [];
  let doneTokens = 0;
  while (waiting.length > 0) {
    const longest = waiting[0]?.input.length ?? 0;
    const contexts = await input.contextsFor(longest);
    if (!contexts.ok) return contexts;
    const embedded = await runStep({ contexts: contexts.value, waiting, signal });
    done.push(...embedded);
    doneTokens += embedded.reduce((sum, { part }) => sum + part.input.length, 0);
    onProgress(doneTokens / totalTokens);
    if (waiting.length > 0) await turn.step();
    if (signal.aborted) return cancelled;
  }
  const largestPartTokens = embedding.largestTokens - frameTokens(frameOf(embedding.model));
  return ok({ dimension, largestPartTokens, ...collect({ dimension, textCount: call.texts.length, done }) });
}

/** @returns of each text its parts; none where there is nothing the model could read. */
async function readParts(input: {
  readonly embedding: EmbeddingModel;
  readonly call: EmbedCall;
  readonly signal: AbortSignal;
}): Promise<Part[][]> {
  const { embedding, call, signal } = input;
  const read: Part[][] = [];
  let sliceStartMs = performance.now();
  for (const [textIndex, text] of call.texts.entries()) {
    read.push(partsOf({ embedding, call, text, textIndex }));
    if (performance.now() - sliceStartMs < tokenizingMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) return [];
    sliceStartMs = performance.now();
  }
  return read;
}

function partsOf(input: {
  readonly embedding: EmbeddingModel;
  readonly call: EmbedCall;
  readonly text: string;
  readonly textIndex: number;
}): Part[] {
  const { embedding, call, textIndex } = input;
  const { model, file, modelPath } = embedding;
  const frame = frameOf(model);
  const text = input.text.toWellFormed();
  const tokens = tokenize(embedding, text);
  if (tokens.length === 0) return [];
  const prefix = prefixFor({ facts: file.facts, fileName: modelPath, textKind: call.textKind });
  const whole = prefix === '' ? tokens : tokenize(embedding, prefix + text);
  const largest = embedding.largestTokens - frameTokens(frame);
  if (whole.length <= largest) return [{ textIndex, input: framed(frame, whole), tokens: tokens.length }];
  const before = prefix === '' ? [] : model.tokenize(prefix.trimEnd());
  const parts = splitTokens({
    tokens,
    room: Math.max(1, largest - before.length),
    endsSentence: (index) => sentenceEnd.test(model.detokenize(tokens.slice(index, index + 1))),
  });
  return parts.map((part) => ({
    ...{ textIndex, tokens: part.length },
    input: framed(frame, [...before, ...part]),
  }));
}

function tokenize({ model }: EmbeddingModel, text: string): Token[] {
  if (text.length <= pieceCharacters) return model.tokenize(text);
  const tokens: Token[] = [];
  for (let start = 0; start < text.length; ) {
    const space = text.lastIndexOf(' ', start + pieceCharacters);
    const isNear = space > start + pieceCharacters / 2;
    const end = isNear ? space : start + pieceCharacters;
    for (const token of model.tokenize(text.slice(start, end).toWellFormed())) tokens.push(token);
    start = end;
  }
  return tokens;
}

interface PartVector {
  readonly part: Part;
  readonly vector: Result<readonly number[], EngineError>;
}

/** Takes parts from the front of `waiting`, one after the other in each context, until the step's time is over. */
async function runStep(input: {
  readonly contexts: readonly LlamaEmbeddingContext[];
  readonly waiting: Part[];
  readonly signal: AbortSignal;
}): Promise<PartVector[]> {
  const { contexts, waiting, signal } = input;
  const embedded: PartVector[] = [];
  const startMs = performance.now();
  await Promise.all(
    contexts.map(async (context) => {
      let lastMs = startMs;
      while (!signal.aborted) {
        const part = waiting.shift();
        if (part === undefined) return;
        embedded.push({ part, vector: await embedPart(context, part) });
        const nowMs = performance.now();
        // Neighbours are of about the same length, and take about as long.
        if (nowMs - startMs + (nowMs - lastMs) > stepMs) return;
        lastMs = nowMs;
      }
    }),
  );
  return embedded;
}

async function embedPart(
  context: LlamaEmbeddingContext,
  part: Part,
): Promise<Result<readonly number[], EngineError>> {
  try {
    return ok((await context.getEmbeddingFor([...part.input])).vector);
  } catch (error) {
    return fail({ code: 'engine.generationFailed', reason: String(error) });
  }
}

/** Makes one vector of each text's parts. */
function collect(input: {
  readonly dimension: number;
  readonly textCount: number;
  readonly done: readonly PartVector[];
}): Pick<EmbedResult, 'vectors' | 'results'> {
  const { dimension, textCount, done } = input;
  const ofText = Map.groupBy(done, ({ part }) => part.textIndex);
  const vectors: Float32Array[] = [];
  const results = Array.from({ length: textCount }, (_, index): TextResult => {
    const parts = ofText.get(index) ?? [];
    if (parts.length === 0) return fail({ code: 'engine.nothingToEmbed' });
    const raw: { vector: readonly number[]; tokens: number }[] = [];
    for (const { part, vector } of parts) {
      if (!vector.ok) return vector;
      raw.push({ vector: vector.value, tokens: part.tokens });
    }
    const pooled = poolVectors(raw);
    if (pooled === null || pooled.length !== dimension) {
      return fail({ code: 'engine.generationFailed', reason: 'the model gave no vector of use' });
    }
    vectors.push(pooled);
    return { ok: true, tokens: raw.reduce((sum, { tokens }) => sum + tokens, 0), parts: raw.length };
  });
  const joined = new Float32Array(vectors.length * dimension);
  for (const [index, vector] of vectors.entries()) joined.set(vector, index * dimension);
  return { vectors: joined, results };
}
