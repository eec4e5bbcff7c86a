import { useCallback, useEffect, useRef, useState } from 'react';
import type { FinishedOf, InputOf } from '../../../shared/contract/index.ts';
import { useClient } from '../../state/host.ts';
import type { ShownError } from '../../words/errors.ts';

type WorkName = 'documents.compare' | 'documents.digest';

/** How far a comparison or a digest is. */
export interface WorkStep {
  readonly step: 'loading' | 'reading' | 'writing';
  readonly done: number;
  readonly total: number;
  /** Of this step; null while too little of it is done to tell. */
  readonly remainingMs: number | null;
}

export type WorkState<Name extends WorkName> =
  | { readonly kind: 'idle' }
  | ({ readonly kind: 'busy' } & WorkStep)
  | { readonly kind: 'finished'; readonly value: FinishedOf<Name> }
  | { readonly kind: 'failed'; readonly error: ShownError };

/** Where a step stood when it was first told of. */
interface Begun {
  readonly step: WorkStep['step'] | null;
  readonly done: number;
  readonly atMs: number;
}

/** What was noted before is counted in one leap; from less than this nothing can be told. */
const leastDone = 3;
const leastMs = 2000;

/** A comparison or a digest while it is made; leaving the page stops it. */
export function useWork<Name extends WorkName>(name: Name) {
  const client = useClient();
  const [state, setState] = useState<WorkState<Name>>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  const latest = useRef<InputOf<Name> | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(
    async (input: InputOf<Name>) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      latest.current = input;
      setState({ kind: 'busy', step: 'reading', done: 0, total: 0, remainingMs: null });
      let begun: Begun = { step: null, done: 0, atMs: 0 };
      for await (const event of client.open(name, input, { signal: controller.signal })) {
        if (controller.signal.aborted) return;
        if (event.kind === 'finished') setState({ kind: 'finished', value: event.value });
        else if (event.kind === 'failed') setState({ kind: 'failed', error: event.error });
        else {
          const { step, done, total } = event.item;
          const nowMs = performance.now();
          if (begun.step !== step) begun = { step, done, atMs: nowMs };
          const [doneSince, passedMs] = [done - begun.done, nowMs - begun.atMs];
          const isTold = step !== 'loading' && doneSince >= leastDone && passedMs >= leastMs;
          const remainingMs = isTold ? (passedMs / doneSince) * (total - done) : null;
          setState({ kind: 'busy', step, done, total, remainingMs });
        }
      }
    },
    [client, name],
  );
  const stop = useCallback(() => {
    running.current?.abort();
    setState({ kind: 'idle' });
  }, []);
  /** The same once more. */
  const again = useCallback(() => {
    if (latest.current !== null) void start(latest.current);
  }, [start]);
  return { state, start, stop, again };
}
