import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  type LoadedReference,
  loadedReferenceSchema,
  measureSchema,
  type ReferenceCall,
} from './referenceMessages.ts';

/** node-llama-cpp used directly, in a process of its own. One call at a time. */
export interface Reference {
  load(input: { readonly modelPath: string; readonly contextTokens: number }): Promise<LoadedReference>;
  measure(call: Exclude<ReferenceCall, { kind: 'load' }>): Promise<number>;
  dispose(): void;
}

export function startReference(): Reference {
  const child = fork(join(import.meta.dirname, 'referenceProcess.ts'), [], {
    serialization: 'advanced',
    env: { ...process.env, UV_THREADPOOL_SIZE: '8' },
  });
  const ask = <Value>(call: ReferenceCall, schema: z.ZodType<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      const failed = (exitCode: number | null) => reject(new Error(`the reference ended with ${exitCode}`));
      child.once('exit', failed);
      child.once('message', (raw) => {
        child.off('exit', failed);
        resolve(schema.parse(raw));
      });
      child.send(call);
    });
  return {
    load: (input) => ask({ kind: 'load', ...input }, loadedReferenceSchema),
    measure: (call) => ask(call, measureSchema),
    dispose: () => void child.kill('SIGKILL'),
  };
}
