import type { EngineState } from '../../../shared/contract/models.ts';
import { PowerPause } from '../../parts/PowerPause.tsx';
import { useFacts } from '../../state/facts.tsx';
import { useClient } from '../../state/host.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { energyWords } from '../../words/energyWords.ts';
import { formatBytes, formatCount, formatNumber, formatPercent, formatSpeed } from '../../words/formats.ts';
import type { ModelLoading } from './useLoadModel.ts';

/** What runs the models, and on what. */
export function EngineCard({ loading }: { readonly loading: ModelLoading }) {
  const { engine } = useFacts();
  const client = useClient();
  const isLoading = engine.phase === 'loading' || loading.modelId !== null;
  const ratio = engine.loadProgressRatio ?? (loading.modelId ? loading.progressRatio : null);
  const facts = listFacts(engine);
  const reduced = reductionWords(engine);
  return (
    <section className="card engineCard" aria-labelledby="engine">
      <div className="engineCard-head">
        <h2 id="engine">Engine</h2>
        <span role="status">{phaseWords(engine)}</span>
        {loading.modelId !== null && (
          <Button size="small" look="plain" onClick={loading.stop}>
            Stop loading
          </Button>
        )}
        {(engine.phase === 'ready' || engine.phase === 'idle') && engine.modelId !== null && (
          <Button size="small" look="plain" onClick={() => void client.request('models.unload', {})}>
            Unload
          </Button>
        )}
      </div>
      {isLoading && (
        <>
          <ProgressBar label="Loading the model" ratio={ratio} />
          <p className="engineCard-note">
            Loading into memory{ratio === null ? '' : `, ${formatPercent(ratio)}`}
          </p>
        </>
      )}
      {facts.length > 0 && (
        <dl className="engineCard-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <ExcludedBackends engine={engine} />
      {reduced !== null && <p className="engineCard-note">{reduced}</p>}
      {engine.pausedAnswers > 0 && <PowerPause />}
      {facts.length === 0 && !isLoading && (
        <p className="engineCard-note">A model is loaded by the first question, or now with “Load now”.</p>
      )}
    </section>
  );
}

function ExcludedBackends({ engine }: { readonly engine: EngineState }) {
  const client = useClient();
  if (engine.excludedBackends.length === 0) return null;
  const names = engine.excludedBackends.map((backend) => excludedNames[backend] ?? backend);
  return (
    <Notice what={`Not used, because it crashed twice on this device: ${names.join(', ')}.`}>
      <Button size="small" onClick={() => void client.request('models.retryBackends', {})}>
        Try again
      </Button>
    </Notice>
  );
}

function phaseWords(engine: EngineState): string {
  const { phase, modelName, restingModelName, isMemoryNeeded } = engine;
  switch (phase) {
    case 'stopped':
      return 'Not started; the first question starts it';
    case 'idle':
      if (restingModelName !== null && isMemoryNeeded)
        return `${restingModelName} gave its memory back because other programs needed it; the next question loads it again`;
      if (restingModelName !== null) return `${restingModelName} rests; the next question loads it again`;
      return modelName ?? 'No model loaded';
    case 'loading':
      return `Loading ${modelName ?? 'the model'}`;
    case 'ready':
      return `${modelName ?? 'A model'} is ready`;
    case 'answering':
      if (engine.pausedAnswers === engine.openAnswers) return `${modelName ?? 'The model'} is ready`;
      return `${modelName ?? 'The model'} is answering`;
    case 'restarting':
      return 'Restarting after an unexpected stop';
  }
}

const backendNames: Readonly<Record<string, string>> = {
  metal: 'GPU (Metal)',
  cuda: 'GPU (CUDA)',
  vulkan: 'GPU (Vulkan)',
  cpu: 'Processor',
};

const excludedNames: Readonly<Record<string, string>> = {
  metal: 'Metal',
  cuda: 'CUDA',
  vulkan: 'Vulkan',
  auto: 'the graphics processor',
};

function listFacts(engine: EngineState): [string, string][] {
  const { weightsBytes, contextBytes } = engine;
  const facts: [string, string | null][] = [
    ['Runs on', deviceWords(engine)],
    ['Layers on the GPU', layerWords(engine)],
    ['Threads', engine.threads === null ? null : formatNumber(engine.threads)],
    ['Context', engine.contextTokens === null ? null : `${formatNumber(engine.contextTokens)} tokens`],
    ['Memory of the conversation', precisionWords(engine.cachePrecision)],
    [
      'Memory',
      weightsBytes === null || contextBytes === null
        ? null
        : `${formatBytes(weightsBytes)} model, ${formatBytes(contextBytes)} per chat`,
    ],
    ['Memory of the GPU', engine.gpuBytes === null ? null : `${formatBytes(engine.gpuBytes)} of it in use`],
    ['Last speed', engine.tokensPerSecond === null ? null : formatSpeed(engine.tokensPerSecond)],
    ['Queue', engine.backend === null ? null : queueWords(engine)],
    ['For search', encoderWords(engine.embedder, 'reading')],
    ['To judge what is found', encoderWords(engine.reranker, 'judging')],
    ['Power', engine.backend === null ? null : energyWords(engine.energy)],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] satisfies [string, string]]));
}

/** What people notice of what was given up; that fewer chats stay read in is none of it. */
function reductionWords({ reductions, contextTokens, backend }: EngineState): string | null {
  if (backend === null || contextTokens === null) return null;
  const words: Readonly<Record<EngineState['reductions'][number], string | null>> = {
    liveChats: null,
    background: 'Summaries are written in smaller steps',
    context: `The context was reduced to ${formatNumber(contextTokens)} tokens`,
    gpuLayers: 'A part of the model runs on the processor',
  };
  const said = reductions.flatMap((reduction) => words[reduction] ?? []);
  return said.length === 0 ? null : `${said.join('. ')}: memory is short.`;
}

function deviceWords({ backend, deviceNames }: EngineState): string | null {
  if (backend === null) return null;
  return [backendNames[backend] ?? backend, ...deviceNames].join(' · ');
}

function encoderWords(encoder: EngineState['embedder'], atWork: string): string | null {
  if (encoder === null) return null;
  const { modelName, backend, weightsBytes, contexts, isBusy } = encoder;
  return [
    modelName,
    isBusy ? atWork : 'resting',
    backendNames[backend] ?? backend,
    formatCount(contexts, { one: 'text at a time', many: 'texts at a time' }),
    formatBytes(weightsBytes),
  ].join(' · ');
}

function precisionWords(precision: EngineState['cachePrecision']): string | null {
  switch (precision) {
    case null:
      return null;
    case 'exact':
      return 'Exact';
    case 'half':
      return 'Half size';
    case 'quarter':
      return 'Quarter size';
  }
}

function layerWords({ gpuLayers, layers }: EngineState): string | null {
  if (gpuLayers === null) return null;
  return layers === null ? formatNumber(gpuLayers) : `${formatNumber(gpuLayers)} of ${formatNumber(layers)}`;
}

function queueWords({ openAnswers, pausedAnswers }: EngineState): string {
  if (openAnswers === 0) return 'Empty';
  const texts = formatCount(openAnswers, { one: 'text', many: 'texts' });
  if (pausedAnswers === 0) return texts;
  return pausedAnswers === openAnswers ? `${texts}, paused` : `${texts}, ${pausedAnswers} paused`;
}
