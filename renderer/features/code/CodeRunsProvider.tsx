import { createContext, type ReactNode, use, useCallback, useMemo, useReducer, useRef } from 'react';
import { collectItems } from '../../state/collectItems.ts';
import { useClient } from '../../state/host.ts';
import { navigate } from '../../state/useRoute.ts';
import { type Asked, type LiveRun, reduceLiveRun } from './runs.ts';

interface CodeRuns {
  readonly live: LiveRun | null;
  readonly run: (asked: Asked) => void;
  readonly stop: () => void;
}

const CodeRunsContext = createContext<CodeRuns | null>(null);

export function useCodeRuns(): CodeRuns {
  const runs = use(CodeRunsContext);
  if (!runs) throw new Error('No code runs above this component.');
  return runs;
}

/** Holds the open run above the screens, so that looking elsewhere does not stop it. */
export function CodeRunsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const [live, dispatch] = useReducer(reduceLiveRun, null);
  const controller = useRef<AbortController | null>(null);

  const follow = useCallback(
    async (asked: Asked) => {
      controller.current?.abort();
      const mine = new AbortController();
      controller.current = mine;
      const isCurrent = () => controller.current === mine;
      dispatch({ kind: 'begun', asked });
      const collected = collectItems<'code.run'>((items) => isCurrent() && dispatch({ kind: 'came', items }));
      for await (const event of client.open('code.run', asked, { signal: mine.signal })) {
        if (!isCurrent()) return;
        if (event.kind === 'item') {
          collected.add(event.item);
          if (event.item.kind === 'started') {
            collected.flush();
            navigate({ kind: 'codeRun', runId: event.item.run.id });
          }
          continue;
        }
        collected.flush();
        if (event.kind === 'finished') dispatch({ kind: 'finished', run: event.value });
        else dispatch({ kind: 'failed', error: event.error });
      }
    },
    [client],
  );

  const runs = useMemo<CodeRuns>(
    () => ({ live, run: (asked) => void follow(asked), stop: () => controller.current?.abort() }),
    [live, follow],
  );
  return <CodeRunsContext value={runs}>{children}</CodeRunsContext>;
}
