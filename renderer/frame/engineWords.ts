import type { AppStatus } from '../../shared/contract/app.ts';
import type { EngineState } from '../../shared/contract/models.ts';
import { formatCount, formatPercent, formatSpeed } from '../words/formats.ts';

/** The promise, counted. */
export function promiseWords(status: AppStatus): string {
  return `On this device · ${formatCount(status.connectionsMade, { one: 'connection', many: 'connections' })}`;
}

/** For example 'Llama 3.2 3B · 24 tok/s · GPU'. */
export function engineWords(engine: EngineState): string {
  if (engine.phase === 'loading')
    return engine.loadProgressRatio === null
      ? 'Loading the model'
      : `Loading the model, ${formatPercent(engine.loadProgressRatio)}`;
  if (engine.phase === 'restarting') return 'The engine is restarting';
  if (engine.modelName === null)
    return engine.restingModelName === null ? 'No model loaded' : `${engine.restingModelName} · resting`;
  return [
    engine.modelName,
    engine.pausedAnswers > 0
      ? 'paused'
      : engine.tokensPerSecond === null
        ? null
        : formatSpeed(engine.tokensPerSecond),
    engine.backend === null ? null : engine.backend === 'cpu' ? 'CPU' : 'GPU',
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
