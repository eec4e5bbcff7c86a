import { useCallback, useEffect, useRef, useState } from 'react';
import type { TransportError } from '../../shared/contract/define.ts';
import type { ErrorOf, InputOf, OutputOf, RequestName } from '../../shared/contract/index.ts';
import { useClient, useIsConnected } from './host.ts';

export type Loaded<Value, Failure> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: Failure };

export interface Query<Name extends RequestName> {
  readonly state: Loaded<OutputOf<Name>, ErrorOf<Name> | TransportError>;
  /** Asks again; the old value stays until the new one is there. */
  readonly reload: () => Promise<void>;
  readonly replace: (value: OutputOf<Name>) => void;
}

/** Asks the host and keeps its answer; asks again when the input changes or the connection comes back. */
export function useQuery<Name extends RequestName>(name: Name, input: InputOf<Name> | null): Query<Name> {
  const client = useClient();
  const isConnected = useIsConnected();
  const key = JSON.stringify(input);
  const [answer, setAnswer] = useState<{ key: string; state: Query<Name>['state'] }>({
    key,
    state: { kind: 'loading' },
  });
  const latestInput = useRef(input);
  const newest = useRef(0);
  useEffect(() => {
    latestInput.current = input;
  });

  const ask = useCallback(
    async (signal?: AbortSignal) => {
      const asked = latestInput.current;
      if (asked === null) return;
      newest.current += 1;
      const mine = newest.current;
      const result = await client.request(name, asked, signal ? { signal } : {});
      if (signal?.aborted || mine !== newest.current) return;
      setAnswer({
        key: JSON.stringify(asked),
        state: result.ok ? { kind: 'ready', value: result.value } : { kind: 'failed', error: result.error },
      });
    },
    [client, name],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the input.
  useEffect(() => {
    if (!isConnected) return;
    const controller = new AbortController();
    void ask(controller.signal);
    return () => controller.abort();
  }, [ask, key, isConnected]);

  const reload = useCallback(() => ask(), [ask]);
  const replace = useCallback((value: OutputOf<Name>) => {
    // An answer on its way is older than this value.
    newest.current += 1;
    setAnswer({ key: JSON.stringify(latestInput.current), state: { kind: 'ready', value } });
  }, []);
  return { state: answer.key === key ? answer.state : { kind: 'loading' }, reload, replace };
}
