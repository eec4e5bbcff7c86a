import { z } from 'zod';
import { outliveAbandonedPromises } from '../../electron/documents/parse/process/abandonedPromises.ts';
import { watchMemory } from '../../electron/documents/parse/process/memoryWatch.ts';
import { documentErrorSchema, parsedDocumentSchema } from '../../shared/contract/documents.ts';
import { isFormat } from '../../shared/formats.ts';
import { filePassword } from '../support/documents/protectedFiles.ts';
import { readBytes } from '../support/documents/readBytes.ts';
import { damageFile } from './damage.ts';
import { seeds } from './seeds.ts';

// Reads damaged files one after the other, as the parser process does; its parent sees a crash or a hang.
const requestSchema = z.object({ format: z.string(), first: z.int(), count: z.int() });

watchMemory();
outliveAbandonedPromises();
process.on('message', (message) => void work(requestSchema.parse(message)));

async function work({ format, first, count }: z.infer<typeof requestSchema>): Promise<void> {
  const makers = isFormat(format) ? (seeds[format] ?? []) : [];
  const wholes = await Promise.all(makers.map((make) => make()));
  for (let number = first; number < first + count; number += 1) {
    const whole = wholes[number % wholes.length];
    if (!whole) break;
    process.send?.({ kind: 'started', number });
    const bytes = damageFile(whole, number);
    process.send?.({ kind: 'read', number, outcome: await outcomeOf(format, bytes) });
  }
  process.send?.({ kind: 'done' });
}

/** 'read', a code of the contract, or what no reader may do. */
async function outcomeOf(format: string, bytes: Uint8Array): Promise<string> {
  try {
    const read = await readBytes(`damaged.${format === 'code' ? 'py' : format}`, bytes, {
      password: filePassword,
    });
    if (!read.ok) return documentErrorSchema.parse(read.error).code;
    parsedDocumentSchema.parse(read.value);
    return read.value.blocks.length > 0 ? 'read' : 'read, but empty';
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : String(error)}`;
  }
}
