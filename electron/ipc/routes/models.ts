import { ok } from '../../../shared/result.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Models } from '../../models/models.ts';
import type { Energy } from '../../power/energy.ts';
import type { HandlerEvent, Handlers } from '../handlers.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

type ModelHandlers = Pick<Handlers, Extract<keyof Handlers, `models.${string}`>>;

export function modelRoutes(
  models: Models,
  engine: Pick<Engine, 'unload' | 'retryBackends'>,
  energy: Pick<Energy, 'continueAnyway'>,
): ModelHandlers {
  return {
    'models.list': () => ok(models.list()),
    'models.add': ({ fileId }) => models.add(fileId),
    'models.remove': ({ modelId }) => models.remove(modelId),
    'models.addAdapter': models.addAdapter,
    'models.setAdapterScale': models.setAdapterScale,
    'models.removeAdapter': models.removeAdapter,
    'models.load': ({ modelId }, { signal }) => loadStream(models, { modelId, signal }),
    async 'models.unload'() {
      await engine.unload();
      return ok({});
    },
    async 'models.retryBackends'() {
      await engine.retryBackends();
      return ok({});
    },
    'models.continueBackground'() {
      energy.continueAnyway();
      return ok({});
    },
    'models.getEngineState': () => ok(models.engineState()),
  };
}

async function* loadStream(
  models: Models,
  input: Pick<Parameters<Models['provide']>[0], 'modelId' | 'signal'>,
): AsyncGenerator<HandlerEvent<'models.load'>> {
  const progress: Mailbox<number> = createMailbox();
  const loading = models
    .provide({ ...input, onLoading: (progressRatio) => progress.replace(progressRatio) })
    .finally(() => progress.close());
  for await (const progressRatio of progress) {
    yield { kind: 'item', item: { kind: 'loading', progressRatio } };
  }
  const loaded = await loading;
  yield loaded.ok
    ? { kind: 'finished', value: models.engineState() }
    : { kind: 'failed', error: loaded.error };
}
