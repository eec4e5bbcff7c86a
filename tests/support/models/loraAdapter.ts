import { type MetadataValue, writeGguf } from './gguf.ts';
import { tokenId } from './llamaModel.ts';
import { codeOf, type ScriptedModel, width } from './scriptedModel.ts';
import { spell } from './vocabulary.ts';

/** After the piece `after`, a scripted model with the adapter says `say`, which it would say elsewhere. */
export interface Detour {
  readonly after: string;
  readonly say: string;
}

/**
 * Writes a LoRA adapter that changes what a scripted model says. Its two matrices add to the output matrix, the
 * table of next tokens: each detour is one rank, which reads the code of `after` and turns the usual next token's
 * row off and that of `say` on. Metadata and tensor names: llama.cpp, src/llama-adapter.cpp.
 * @param architecture of the model it claims to be for. @returns the path.
 */
export function makeLoraAdapter(input: {
  readonly path: string;
  readonly model: Pick<ScriptedModel, 'pieces' | 'vocabulary'>;
  readonly detours: readonly Detour[];
  readonly architecture?: string;
  readonly name?: string;
  readonly metadata?: Readonly<Record<string, MetadataValue>>;
}): string {
  const { detours, model } = input;
  const idOf = (piece: string) => tokenId(model.vocabulary, spell(piece));
  const ranks = detours.length;
  const rows = model.vocabulary.tokens.length;
  const read = new Float32Array(width * ranks);
  const write = new Float32Array(ranks * rows);
  detours.forEach(({ after, say }, rank) => {
    const usual = model.pieces[model.pieces.indexOf(after) + 1];
    if (usual === undefined) throw new Error(`nothing usually comes after ${JSON.stringify(after)}`);
    read.set(signsOf(idOf(after)), rank * width);
    write[idOf(say) * ranks + rank] = 1;
    write[idOf(usual) * ranks + rank] = -1;
  });
  writeGguf(input.path, {
    metadata: {
      'general.type': { type: 'string', value: 'adapter' },
      'general.architecture': { type: 'string', value: input.architecture ?? 'llama' },
      'general.name': { type: 'string', value: input.name ?? 'Detour' },
      'adapter.type': { type: 'string', value: 'lora' },
      // Divided by the rank, it is the strength.
      'adapter.lora.alpha': { type: 'float32', value: ranks },
      ...input.metadata,
    },
    tensors: [
      { name: 'output.weight.lora_a', shape: [width, ranks], type: 'f32', bytes: bytesOf(read) },
      { name: 'output.weight.lora_b', shape: [ranks, rows], type: 'f32', bytes: bytesOf(write) },
    ],
  });
  return input.path;
}

function signsOf(token: number): Float32Array {
  const signBit = 0x8000;
  return Float32Array.from(codeOf(token), (half) => ((half & signBit) === 0 ? 1 : -1));
}

function bytesOf(values: Float32Array) {
  const bytes = new Uint8Array(values.buffer);
  return (start: number, length: number) => bytes.subarray(start, start + length);
}
