import { useCallback, useEffect, useRef, useState } from 'react';
import type { ModelId } from '../../../shared/ids.ts';
import { useClient } from '../../state/host.ts';
import type { ShownError } from '../../words/errors.ts';

export interface ModelLoading {
  /** Which one is being loaded from here; null when none is. */
  readonly modelId: ModelId | null;
  readonly progressRatio: number;
  readonly error: ShownError | null;
  readonly load: (modelId: ModelId) => Promise<void>;
  readonly stop: () => void;
}

/** Loads a model on demand; leaving the page stops that. */
export function useLoadModel(): ModelLoading {
  const client = useClient();
  const [modelId, setModelId] = useState<ModelId | null>(null);
  const [progressRatio, setProgressRatio] = useState(0);
  const [error, setError] = useState<ShownError | null>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const stop = useCallback(() => controller.current?.abort(), []);
  const load = useCallback(
    async (wanted: ModelId) => {
      controller.current?.abort();
      const mine = new AbortController();
      controller.current = mine;
      setModelId(wanted);
      setProgressRatio(0);
      setError(null);
      for await (const event of client.open('models.load', { modelId: wanted }, { signal: mine.signal })) {
        if (event.kind === 'item') setProgressRatio(event.item.progressRatio);
        else if (event.kind === 'failed' && !mine.signal.aborted) setError(event.error);
      }
      if (controller.current === mine) setModelId(null);
    },
    [client],
  );
  return { modelId, progressRatio, error, load, stop };
}
