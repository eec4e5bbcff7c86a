import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Adapter, EngineError, ModelError } from '../../shared/contract/models.ts';
import { type AdapterId, adapterIdSchema, type FileId, type ModelId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Engine, LoadOptions } from '../engine/engine.ts';
import type { FileGrants } from '../storage/fileGrants.ts';
import type { AdapterStore, StoredAdapter } from './adapterStore.ts';
import { fingerprintFile } from './fingerprint.ts';
import { keepCopy } from './keepCopy.ts';
import type { StoredModel } from './modelStore.ts';

/** The LoRA adapters of each model. */
export interface Adapters {
  list(modelId: ModelId): Adapter[];
  /** The same file again only changes its scale. Fails with 'files.expired' or what `inspectAdapter` fails with. */
  add(
    model: StoredModel,
    input: { readonly fileId: FileId; readonly scale: number },
  ): Promise<Result<null, ModelError>>;
  setScale(modelId: ModelId, adapterId: AdapterId, scale: number): Result<null, ModelError>;
  /** A file of the person's own is not deleted. */
  remove(modelId: ModelId, adapterId: AdapterId): Promise<Result<null, ModelError>>;
  /** Deletes our copies, before the model is forgotten with its adapters. */
  removeAll(modelId: ModelId): Promise<void>;
  /** What the engine loads; those that count for nothing are left out. */
  toLoad(modelId: ModelId): LoadOptions['adapters'];
  /** What a model with these adapters is cached under. */
  hashOf(model: StoredModel): string;
  /** The file as the person knows it, for an error about one of them; null where it is about another file. */
  fileNameIn(error: EngineError, modelId: ModelId): string | null;
}

export function createAdapters(parts: {
  readonly store: AdapterStore;
  readonly engine: Pick<Engine, 'inspectAdapter'>;
  readonly files: FileGrants;
  readonly dataFolder: string;
}): Adapters {
  const { store, engine, files } = parts;
  const notFound = fail({ code: 'models.adapterNotFound' } as const);
  const find = (modelId: ModelId, adapterId: AdapterId) =>
    store.list(modelId).find((adapter) => adapter.id === adapterId);
  const inUse = (modelId: ModelId) => store.list(modelId).filter(({ scale }) => scale !== 0);

  return {
    list: (modelId) => store.list(modelId).map(toAdapter),
    async add(model, { fileId, scale }) {
      const file = files.resolve(fileId);
      if (!file) return fail({ code: 'files.expired' });
      const checked = await engine.inspectAdapter({ adapterPath: file.path, modelPath: model.path });
      if (!checked.ok) return checked;
      const contentHash = await fingerprintFile(file.path);
      const known = store.list(model.id).find((adapter) => adapter.contentHash === contentHash);
      if (known && existsSync(known.path)) {
        store.setScale(known.id, scale);
        return ok(null);
      }
      if (known) store.remove(known.id);
      const path = file.isTemporary ? await keepCopy({ ...file, dataFolder: parts.dataFolder }) : file.path;
      const { size } = await stat(path);
      store.add(model.id, {
        id: adapterIdSchema.parse(randomUUID()),
        path,
        isCopy: file.isTemporary,
        fileName: file.fileName,
        sizeBytes: size,
        contentHash,
        name: checked.value.name,
        scale,
      });
      return ok(null);
    },
    setScale(modelId, adapterId, scale) {
      if (!find(modelId, adapterId)) return notFound;
      store.setScale(adapterId, scale);
      return ok(null);
    },
    async remove(modelId, adapterId) {
      const adapter = find(modelId, adapterId);
      if (!adapter) return notFound;
      store.remove(adapterId);
      if (adapter.isCopy) await rm(adapter.path, { force: true });
      return ok(null);
    },
    async removeAll(modelId) {
      for (const { isCopy, path } of store.list(modelId)) if (isCopy) await rm(path, { force: true });
    },
    toLoad: (modelId) => inUse(modelId).map(({ path, scale }) => ({ path, scale })),
    hashOf({ id, contentHash }) {
      const adapters = inUse(id).map((adapter) => `${adapter.contentHash} × ${adapter.scale}`);
      if (adapters.length === 0) return contentHash;
      return createHash('sha256')
        .update([contentHash, ...adapters].join('\n'))
        .digest('hex');
    },
    fileNameIn(error, modelId) {
      if (!('fileName' in error)) return null;
      const adapter = store.list(modelId).find(({ path }) => basename(path) === error.fileName);
      return adapter?.fileName ?? null;
    },
  };
}

function toAdapter(stored: StoredAdapter): Adapter {
  const { path, isCopy: _isCopy, contentHash: _contentHash, ...adapter } = stored;
  return { ...adapter, isFilePresent: existsSync(path) };
}
