import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { Energy, EngineState, Model, ModelError, ModelUseError } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { type AdapterId, type FileId, type ModelId, modelIdSchema } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { EmbeddingModels } from '../engine/embeddingModels.ts';
import type { EncoderStatus, Engine, LoadOptions } from '../engine/engine.ts';
import type { ProvideModel, ReadyModel } from '../engine/modelProvider.ts';
import type { RerankingModels } from '../engine/rerankingModels.ts';
import type { Database } from '../storage/database.ts';
import type { FileGrants } from '../storage/fileGrants.ts';
import { createAdapterStore } from './adapterStore.ts';
import { createAdapters } from './adapters.ts';
import { createEmbedders } from './embedders.ts';
import { fingerprintFile } from './fingerprint.ts';
import { createIdleUnload } from './idleUnload.ts';
import { keepCopy } from './keepCopy.ts';
import { readMemory } from './memoryPressure.ts';
import { createMemoryWatch } from './memoryWatch.ts';
import { createModelStore, type StoredModel } from './modelStore.ts';
import { namedAsAdded } from './namedAsAdded.ts';
import { recommendedSampling } from './recommendedSampling.ts';
import { createRerankers } from './rerankers.ts';

export interface Models {
  list(): Model[];
  add(fileId: FileId): Promise<Result<Model, ModelError>>;
  remove(modelId: ModelId): Promise<Result<Record<string, never>, ModelError>>;
  addAdapter(input: {
    readonly modelId: ModelId;
    readonly fileId: FileId;
    readonly scale: number;
  }): Promise<Result<Model, ModelError>>;
  setAdapterScale(input: {
    readonly modelId: ModelId;
    readonly adapterId: AdapterId;
    readonly scale: number;
  }): Promise<Result<Model, ModelError>>;
  removeAdapter(input: {
    readonly modelId: ModelId;
    readonly adapterId: AdapterId;
  }): Promise<Result<Model, ModelError>>;
  readonly provide: ProvideModel;
  readonly embedding: EmbeddingModels;
  readonly reranking: RerankingModels;
  engineState(): EngineState;
  noteSettingsChanged(): void;
  dispose(): void;
  /** The hash a summary is cached under; null once the model is removed. */
  contentHashOf(modelId: ModelId): string | null;
}

export function createModels(parts: {
  readonly database: Database;
  readonly engine: Engine;
  readonly files: FileGrants;
  readonly dataFolder: string;
  readonly readSettings: () => Settings;
  readonly readEnergy: () => Energy;
  readonly onChanged: (models: Model[]) => void;
}): Models {
  const { engine, files, readSettings } = parts;
  const store = createModelStore(parts.database);
  const idleUnload = createIdleUnload({
    engine,
    readAfterMinutes: () => readSettings().unloadAfterMinutes,
  });
  const adapters = createAdapters({ ...parts, store: createAdapterStore(parts.database) });
  const toModel = (stored: StoredModel): Model => {
    const { path, isCopy: _isCopy, contentHash: _contentHash, ...model } = stored;
    return { ...model, adapters: adapters.list(model.id), isFilePresent: existsSync(path) };
  };
  const memoryWatch = createMemoryWatch({ engine, read: readMemory });
  const list = () => store.list().map(toModel);

  async function add(fileId: FileId): Promise<Result<Model, ModelError>> {
    const file = files.resolve(fileId);
    if (!file) return fail({ code: 'files.expired' });
    const known = store.findByPath(file.path);
    if (known && existsSync(known.path)) return ok(toModel(known));

    const facts = await engine.inspect(file.path);
    if (!facts.ok) return facts;
    const contentHash = await fingerprintFile(file.path);
    const same = store.list().find((model) => model.contentHash === contentHash && existsSync(model.path));
    if (same) return ok(toModel(same));

    const path = file.isTemporary ? await keepCopy({ ...file, dataFolder: parts.dataFolder }) : file.path;
    const { size } = await stat(path);
    if (known) store.remove(known.id);
    const model: StoredModel = {
      id: known?.id ?? modelIdSchema.parse(randomUUID()),
      path,
      isCopy: file.isTemporary,
      fileName: file.fileName,
      sizeBytes: size,
      contentHash,
      addedAt: new Date().toISOString(),
      ...facts.value,
      name: facts.value.name || file.fileName.replace(/\.gguf$/i, ''),
    };
    store.add(model);
    parts.onChanged(list());
    return ok(toModel(model));
  }

  async function remove(modelId: ModelId): Promise<Result<Record<string, never>, ModelError>> {
    const model = store.get(modelId);
    if (!model) return fail({ code: 'models.notFound' });
    if (engine.status.modelPath === model.path) await engine.unload();
    const beside = [engine.embedderStatus, engine.rerankerStatus];
    if (beside.some(({ loaded }) => loaded?.modelPath === model.path)) await engine.giveBackMemory();
    await adapters.removeAll(modelId);
    store.remove(modelId);
    // A file the person keeps elsewhere is theirs; only our own copy goes.
    if (model.isCopy) await rm(model.path, { force: true });
    parts.onChanged(list());
    return ok({});
  }

  /** Changes a model's adapters. @returns the model with what has become of them. */
  async function changeAdapters(
    modelId: ModelId,
    change: (model: StoredModel) => Promise<Result<null, ModelError>> | Result<null, ModelError>,
  ): Promise<Result<Model, ModelError>> {
    const model = store.get(modelId);
    if (!model) return fail({ code: 'models.notFound' });
    const changed = await change(model);
    if (!changed.ok) return changed;
    parts.onChanged(list());
    return ok(toModel(model));
  }

  async function provide(input: Parameters<ProvideModel>[0]): ReturnType<ProvideModel> {
    const chosen = choose(input.modelId);
    if (!chosen.ok) return chosen;
    const model = chosen.value;
    const loaded = await engine.load({
      modelPath: model.path,
      options: { ...loadOptions(readSettings()), adapters: adapters.toLoad(model.id) },
      signal: input.signal,
      onProgress: input.onLoading ?? (() => undefined),
    });
    if (!loaded.ok) {
      const { error } = loaded;
      return fail(namedAsAdded(error, adapters.fileNameIn(error, model.id) ?? model.fileName));
    }
    idleUnload.restart();
    memoryWatch.noteUse();
    const ready: ReadyModel = {
      model: toModel(model),
      sampling: recommendedSampling(model),
      loaded: loaded.value,
      engine,
    };
    return ok(ready);
  }

  function choose(
    modelId: ModelId | null,
  ): Result<StoredModel, ModelUseError & { code: `models.${string}` }> {
    if (modelId) {
      const model = store.get(modelId);
      if (!model) return fail({ code: 'models.notFound' });
      return model.kind === 'chat' ? ok(model) : fail({ code: 'models.notForChat', name: model.name });
    }
    const usable = store.list().filter((model) => model.kind === 'chat' && existsSync(model.path));
    const preferred = usable.find((model) => model.id === readSettings().defaultModelId) ?? usable[0];
    return preferred ? ok(preferred) : fail({ code: 'models.noneInstalled' });
  }

  return {
    list,
    add,
    remove,
    addAdapter: ({ modelId, ...input }) => changeAdapters(modelId, (model) => adapters.add(model, input)),
    setAdapterScale: ({ modelId, adapterId, scale }) =>
      changeAdapters(modelId, () => adapters.setScale(modelId, adapterId, scale)),
    removeAdapter: ({ modelId, adapterId }) =>
      changeAdapters(modelId, () => adapters.remove(modelId, adapterId)),
    provide,
    embedding: createEmbedders({ store, engine, readSettings }),
    reranking: createRerankers({ store, engine, readSettings }),
    contentHashOf(modelId) {
      const model = store.get(modelId);
      return model && adapters.hashOf(model);
    },
    noteSettingsChanged: idleUnload.restart,
    dispose: memoryWatch.dispose,
    engineState() {
      const { status } = engine;
      const named = (path: string | null) => (path === null ? null : store.findByPath(path));
      const model = named(status.modelPath);
      return {
        phase: status.phase,
        modelId: model?.id ?? null,
        modelName: model?.name ?? null,
        restingModelName: named(idleUnload.unloadedPath ?? memoryWatch.unloadedPath)?.name ?? null,
        isMemoryNeeded: memoryWatch.unloadedPath !== null,
        loadProgressRatio: status.loadProgressRatio,
        backend: status.loaded?.backend ?? null,
        gpuLayers: status.loaded?.gpuLayers ?? null,
        layers: status.loaded?.layers ?? null,
        deviceNames: [...(status.loaded?.deviceNames ?? [])],
        weightsBytes: status.loaded?.weightsBytes ?? null,
        contextBytes: status.loaded?.contextBytes ?? null,
        cachePrecision: status.loaded?.cachePrecision ?? null,
        gpuBytes: status.loaded?.gpuBytes ?? null,
        threads: status.loaded?.threads ?? null,
        contextTokens: status.loaded?.contextTokens ?? null,
        reductions: [...(status.loaded?.reductions ?? [])],
        tokensPerSecond: status.tokensPerSecond,
        openAnswers: status.openAnswers,
        pausedAnswers: status.pausedAnswers,
        energy: parts.readEnergy(),
        excludedBackends: [...status.excludedBackends],
        embedder: describeEncoder(engine.embedderStatus, named),
        reranker: describeEncoder(engine.rerankerStatus, named),
      };
    },
  };
}

function describeEncoder(
  { loaded, openCalls }: EncoderStatus,
  named: (path: string) => StoredModel | null,
): EngineState['embedder'] {
  if (loaded === null) return null;
  const { modelPath, ...facts } = loaded;
  // A model that was removed is given back when it has rested for a while.
  return { ...facts, modelName: named(modelPath)?.name ?? 'A removed model', isBusy: openCalls > 0 };
}

function loadOptions(settings: Settings): Omit<LoadOptions, 'adapters'> {
  const { gpu, forbiddenBackends, threads, contextTokens, cachePrecision } = settings;
  return { gpu, forbiddenBackends, threads, contextTokens, cachePrecision };
}
