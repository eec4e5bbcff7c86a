import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as library from 'node-llama-cpp';
import { z } from 'zod';
import type { EngineError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ModelFacts } from '../engine.ts';
import { type GgufHeader, numberOf, readGgufHeader } from './ggufHeader.ts';

/** A model file (all its parts) as its headers describe it. */
export interface ModelFile {
  readonly facts: ModelFacts;
  readonly fileBytes: number;
  /** Key-value cache for one token, in bytes. */
  readonly cacheBytesPerToken: number;
  /** Whether the cache can be kept in fewer bits: they come in blocks, and only flash attention reads such values. */
  readonly canShrinkCache: boolean;
  /** Blocks, without the output's. */
  readonly layers: number;
  readonly vocabularySize: number;
  readonly embeddingWidth: number;
  /** As llama.cpp counts the ways to make one vector of a text's: 0 is none. */
  readonly poolingType: number;
}

/** The library declares this enum in a way that isolated modules cannot name. */
const libraryExports: object = library;
const knownArchitectures = new Set(
  Object.values(z.record(z.string(), z.string()).parse(Reflect.get(libraryExports, 'GgufArchitectureType'))),
);
/** Known to the library, but they hold no language model that could answer or embed. */
const otherArchitectures = new Set(['clip', 'wavtokenizer-dec', 'qwen3tts', '(unknown)']);
const encoderArchitectures =
  /^(bert|modern-bert|nomic-bert|nomic-bert-moe|neo-bert|jina-bert-v[23]|eurobert|t5encoder|gemma-embedding|llama-embed)$/;
/** As the library has it (GgufInsights, flashAttentionSupported); it also asks for keys as wide as values. */
const withoutFlashAttention = new Set(['grok', 'gemma2']);
/** llama.cpp's LLAMA_POOLING_TYPE_RANK: the model judges pairs of texts and has no vectors. */
const rankPooling = 4;
/** As the library looks for them (GgufInsights, supportsRanking). */
const rankHeads = ['cls.weight', 'cls.output.weight'];
const cacheBlockValues = 32;
const partName = /-(\d{5})-of-(\d{5})\.gguf$/;

/** Checks a model file without loading it. */
export function readModelFile(modelPath: string): Result<ModelFile, EngineError> {
  const first = readGgufHeader(modelPath);
  if (!first.ok) return first;
  const { values } = first.value;
  if (textOf(first.value, 'general.type') === 'adapter') {
    return fail({ code: 'engine.onlyAdapter', fileName: basename(modelPath) });
  }
  const architecture = textOf(first.value, 'general.architecture');
  if (
    architecture === null ||
    otherArchitectures.has(architecture) ||
    !knownArchitectures.has(architecture)
  ) {
    return fail({ code: 'engine.unsupportedArchitecture', architecture: architecture ?? '' });
  }
  let parameterCount = first.value.parameterCount;
  let fileBytes = first.value.fileBytes;
  for (const partPath of otherParts(modelPath, first.value)) {
    if (!existsSync(partPath)) return fail({ code: 'engine.fileMissing', fileName: basename(partPath) });
    const part = readGgufHeader(partPath);
    if (!part.ok) return part;
    parameterCount += part.value.parameterCount;
    fileBytes += part.value.fileBytes;
  }
  const number = (key: string) => numberOf(values.get(`${architecture}.${key}`));
  const poolingType = number('pooling_type') ?? 0;
  const fileType = numberOf(values.get('general.file_type'));
  return ok({
    facts: {
      name: textOf(first.value, 'general.name') ?? basename(modelPath, '.gguf'),
      architecture,
      quantisation: fileType === null ? null : quantisationName(fileType),
      parameterCount,
      trainedContextTokens: number('context_length'),
      kind: kindOf({ architecture, poolingType, tensors: first.value.tensors }),
    },
    fileBytes,
    cacheBytesPerToken: cacheBytesPerToken(number),
    canShrinkCache: !withoutFlashAttention.has(architecture) && haveCacheBlocks(headWidths(number)),
    layers: number('block_count') ?? 0,
    vocabularySize: numberOf(values.get('tokenizer.ggml.tokens.length')) ?? 0,
    embeddingWidth: number('embedding_length') ?? 0,
    poolingType,
  });
}

function kindOf(input: {
  readonly architecture: string;
  readonly poolingType: number;
  readonly tensors: GgufHeader['tensors'];
}): ModelFacts['kind'] {
  const { architecture, poolingType, tensors } = input;
  const hasRankHead = rankHeads.some((name) => tensors.has(name));
  // Files made before the way of pooling was written into them have only the head.
  if (poolingType === rankPooling || (hasRankHead && poolingType === 0)) return 'reranking';
  return encoderArchitectures.test(architecture) || poolingType > 0 ? 'embedding' : 'chat';
}

/** A cache of half-precision numbers. */
function cacheBytesPerToken(number: (key: string) => number | null): number {
  const halfBytes = 2;
  const heads = number('attention.head_count') ?? 1;
  const { keyWidth, valueWidth } = headWidths(number);
  // Some architectures give one count per layer; then every head counts, which overstates rather than understates.
  const cachedHeads = number('attention.head_count_kv') ?? heads;
  return (number('block_count') ?? 0) * cachedHeads * (keyWidth + valueWidth) * halfBytes;
}

interface HeadWidths {
  readonly keyWidth: number;
  readonly valueWidth: number;
}

function headWidths(number: (key: string) => number | null): HeadWidths {
  const headWidth = (number('embedding_length') ?? 0) / (number('attention.head_count') ?? 1);
  return {
    keyWidth: number('attention.key_length') ?? headWidth,
    valueWidth: number('attention.value_length') ?? headWidth,
  };
}

function haveCacheBlocks({ keyWidth, valueWidth }: HeadWidths): boolean {
  return keyWidth > 0 && keyWidth % cacheBlockValues === 0 && keyWidth === valueWidth;
}

function otherParts(modelPath: string, header: GgufHeader): string[] {
  const count = numberOf(header.values.get('split.count')) ?? 1;
  const match = partName.exec(modelPath);
  if (count <= 1 || match === null) return [];
  const stem = basename(modelPath).replace(partName, '');
  const digits = (value: number) => String(value).padStart(5, '0');
  return Array.from({ length: count }, (_, index) => index + 1)
    .filter((part) => part !== Number(match[1]))
    .map((part) => join(dirname(modelPath), `${stem}-${digits(part)}-of-${digits(count)}.gguf`));
}

function quantisationName(fileType: number): string | null {
  const name = Object.entries(library.GgufFileType).find(([, value]) => value === fileType)?.[0];
  return name === undefined ? null : name.replace(/^(MOSTLY|ALL)_/, '');
}

/** Every matrix of the model, from all its parts. Fails like `readModelFile`. */
export function modelTensors(
  modelPath: string,
): Result<Pick<GgufHeader, 'tensors'> & { readonly architecture: string }, EngineError> {
  const first = readGgufHeader(modelPath);
  if (!first.ok) return first;
  const tensors = new Map(first.value.tensors);
  for (const partPath of otherParts(modelPath, first.value)) {
    const part = readGgufHeader(partPath);
    if (!part.ok) return part;
    for (const [name, place] of part.value.tensors) tensors.set(name, place);
  }
  return ok({ tensors, architecture: textOf(first.value, 'general.architecture') ?? '' });
}

function textOf(header: GgufHeader, key: string): string | null {
  const value = header.values.get(key);
  return typeof value === 'string' && value !== '' ? value : null;
}
