import { basename } from 'node:path';
import type { EngineError } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { LoadOptions } from '../engine.ts';
import { type GgufHeader, readGgufHeader } from './ggufHeader.ts';
import { modelTensors } from './modelFile.ts';
import type { TensorPlace } from './tensorSize.ts';

/** A LoRA adapter as its header describes it. */
export interface AdapterFile {
  readonly name: string;
  readonly fileBytes: number;
}

const float32 = 6;
/** Whole numbers and double precision: llama.cpp ends the process over a product with one of these. */
const uselessTypes = new Set([24, 25, 26, 27, 28]);

/**
 * Checks an adapter and that it fits the model, without loading either: names, shapes and types of all its
 * matrices, since llama.cpp aborts on some that do not fit. Fails with what reading a model file fails with, or
 * 'engine.notAdapter', 'engine.adapterMismatch'.
 */
export function readAdapterFile(input: {
  readonly adapterPath: string;
  readonly modelPath: string;
}): Result<AdapterFile, EngineError> {
  const fileName = basename(input.adapterPath);
  const header = readGgufHeader(input.adapterPath);
  if (!header.ok) return header;
  const weights = matrixPairs(header.value);
  if (!isLora(header.value) || weights === null) return fail({ code: 'engine.notAdapter', fileName });
  const model = modelTensors(input.modelPath);
  if (!model.ok) return model;
  const { architecture, tensors } = model.value;
  const isFitting =
    header.value.values.get('general.architecture') === architecture &&
    weights.every(([name, pair]) => isPairFitting(name, pair, tensors.get(name)));
  if (!isFitting) return fail({ code: 'engine.adapterMismatch', fileName });
  const name = header.value.values.get('general.name');
  return ok({
    name: typeof name === 'string' && name !== '' ? name : basename(input.adapterPath, '.gguf'),
    fileBytes: header.value.fileBytes,
  });
}

/** Bytes all adapters take beside the model. Fails like `readAdapterFile` for the first that cannot be used. */
export function adaptersBytes(input: {
  readonly modelPath: string;
  readonly adapters: LoadOptions['adapters'];
}): Result<number, EngineError> {
  let bytes = 0;
  for (const { path } of input.adapters) {
    const adapter = readAdapterFile({ adapterPath: path, modelPath: input.modelPath });
    if (!adapter.ok) return adapter;
    bytes += adapter.value.fileBytes;
  }
  return ok(bytes);
}

/** For every context of the model: the library applies adapters to contexts, not to models. */
export function adapterOptions(adapters: LoadOptions['adapters']) {
  if (adapters.length === 0) return {};
  return { lora: { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) } };
}

function isLora({ values, types }: GgufHeader): boolean {
  const alphaType = types.get('adapter.lora.alpha');
  return (
    values.get('general.type') === 'adapter' &&
    values.get('adapter.type') === 'lora' &&
    (alphaType === undefined || alphaType === float32)
  );
}

interface MatrixPair {
  readonly a: TensorPlace;
  readonly b: TensorPlace;
}

/** By the name of the model's matrix they add to; null where some lack their other half, or there are none. */
function matrixPairs({ tensors }: GgufHeader): [string, MatrixPair][] | null {
  const names = [...tensors.keys()].filter((name) => !name.endsWith('_norm.weight'));
  const bases = new Set(names.map((name) => name.replace(/\.lora_[ab]$/, '')));
  const pairs = [...bases].flatMap((name): [string, MatrixPair][] => {
    const a = tensors.get(`${name}.lora_a`);
    const b = tensors.get(`${name}.lora_b`);
    return a === undefined || b === undefined ? [] : [[name, { a, b }]];
  });
  return pairs.length > 0 && pairs.length * 2 === names.length ? pairs : null;
}

/** As llama.cpp asks for it (src/llama-adapter.cpp), and the same number of experts. */
function isPairFitting(name: string, { a, b }: MatrixPair, base: TensorPlace | undefined): boolean {
  if (base === undefined || uselessTypes.has(a.type) || uselessTypes.has(b.type)) return false;
  const [width, height, experts = 1] = base.shape;
  const isFlipped = name.endsWith('token_embd.weight');
  const isShaped = isFlipped
    ? b.shape[1] === width && a.shape[1] === height && a.shape[0] === b.shape[0]
    : a.shape[0] === width && b.shape[1] === height && a.shape[1] === b.shape[0];
  return isShaped && (a.shape[2] ?? 1) === experts && (b.shape[2] ?? 1) === experts;
}
