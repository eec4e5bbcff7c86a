import { useCallback, useEffect, useRef, useState } from 'react';
import type { FinishedOf, InputOf } from '../../../shared/contract/index.ts';
import { useClient } from '../../state/host.ts';
import type { ShownError } from '../../words/errors.ts';

type WorkName = 'documents.compare' | 'documents.digest';

export type WorkState<Name extends WorkName> =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'busy';
      readonly step: 'loading' | 'reading' | 'writing';
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'finished'; readonly value: FinishedOf<Name> }
  | { readonly kind: 'failed'; readonly error: ShownError };

/** A comparison or a digest while it is made; leaving the page stops it. */
export function useWork<Name extends WorkName>(name: Name) {
  const client = useClient();
  const [state, setState] = useState<WorkState<Name>>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(
    async (input: InputOf<Name>) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setState({ kind: 'busy', step: 'reading', done: 0, total: 0 });
      for await (const event of client.open(name, input, { signal: controller.signal })) {
        if (controller.signal.aborted) return;
        if (event.kind === 'finished') setState({ kind: 'finished', value: event.value });
        else if (event.kind === 'failed') setState({ kind: 'failed', error: event.error });
        else {
          const { step, done, total } = event.item;
          setState({ kind: 'busy', step, done, total });
        }
      }
    },
    [client, name],
  );
  const stop = useCallback(() => {
    running.current?.abort();
    setState({ kind: 'idle' });
  }, []);
  return { state, start, stop };
}
