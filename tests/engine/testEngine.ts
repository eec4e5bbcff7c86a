import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child, StartChild } from '../../electron/children/child.ts';
import { forkChild } from '../../electron/children/forkChild.ts';
import type { Engine, GenerateInput, GenerationEvent, LoadOptions } from '../../electron/engine/engine.ts';
import { createEngine, type EngineParts } from '../../electron/engine/engineClient.ts';

export const engineEntryPath = join(import.meta.dirname, '../../electron/engine/process/main.ts');
export const loadOptions: LoadOptions = {
  gpu: 'off',
  threads: 1,
  contextTokens: 4096,
  forbiddenBackends: [],
  cachePrecision: 'exact',
  adapters: [],
};
export const unstopped = new AbortController().signal;

export interface TestEngine {
  readonly engine: Engine;
  readonly folder: string;
  /** Every process the engine started, oldest first. */
  readonly children: readonly Child[];
  dispose(): Promise<void>;
}

/** The real engine in a process of its own, and a folder for its models. */
export function startTestEngine(parts: Partial<EngineParts> = {}): TestEngine {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-engine-'));
  const children: Child[] = [];
  const startChild: StartChild = (spec) => {
    const child = forkChild(spec);
    children.push(child);
    return child;
  };
  const engine = createEngine({ startChild, entryPath: engineEntryPath, ...parts });
  return {
    engine,
    folder,
    children,
    async dispose() {
      await engine.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function load(engine: Engine, modelPath: string, options: Partial<LoadOptions> = {}) {
  return engine.load({
    modelPath,
    options: { ...loadOptions, ...options },
    signal: unstopped,
    onProgress: () => undefined,
  });
}

export function question(text: string, changes: Partial<GenerateInput> = {}): GenerateInput {
  return {
    messages: [{ role: 'user', text }],
    sampling: { temperature: 0.7, repeatPenalty: null, seed: 1 },
    maxTokens: null,
    priority: 'chat',
    signal: unstopped,
    ...changes,
  };
}

export async function collect(events: AsyncIterable<GenerationEvent>): Promise<GenerationEvent[]> {
  const collected: GenerationEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

export function textOf(events: readonly GenerationEvent[]): string {
  return events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
}

/** Fails where an answer did not end as `finished`. */
export function endOf(events: readonly GenerationEvent[]) {
  const last = events.at(-1);
  if (last?.kind !== 'finished') throw new Error(`the answer ended with ${JSON.stringify(last)}`);
  return last;
}
