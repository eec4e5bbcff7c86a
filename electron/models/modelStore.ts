import { z } from 'zod';
import { type Model, modelSchema } from '../../shared/contract/models.ts';
import { type ModelId, modelIdSchema } from '../../shared/ids.ts';
import type { Database } from '../storage/database.ts';

const factsSchema = modelSchema.pick({
  name: true,
  architecture: true,
  quantisation: true,
  parameterCount: true,
  trainedContextTokens: true,
  kind: true,
});

export interface StoredModel extends Omit<Model, 'isFilePresent' | 'adapters'> {
  readonly path: string;
  /** Ours to delete: copied into the data folder when it was added. */
  readonly isCopy: boolean;
  readonly contentHash: string;
}

const rowSchema = z.object({
  id: modelIdSchema,
  path: z.string(),
  is_copy: z.int(),
  file_name: z.string(),
  size_bytes: z.int(),
  content_hash: z.string(),
  facts: z.string(),
  added_at: z.string(),
});

export interface ModelStore {
  /** Newest first. */
  list(): StoredModel[];
  get(modelId: ModelId): StoredModel | null;
  findByPath(path: string): StoredModel | null;
  add(model: StoredModel): void;
  remove(modelId: ModelId): void;
}

export function createModelStore(database: Database): ModelStore {
  const list = () =>
    database.prepare('select * from models order by added_at desc, rowid desc').all().map(toModel);
  return {
    list,
    get: (modelId) => list().find((model) => model.id === modelId) ?? null,
    findByPath: (path) => list().find((model) => model.path === path) ?? null,
    add(model) {
      const { name, architecture, quantisation, parameterCount, trainedContextTokens, kind } = model;
      database
        .prepare(
          `insert into models (id, path, is_copy, file_name, size_bytes, content_hash, facts, added_at)
           values (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          model.id,
          model.path,
          model.isCopy ? 1 : 0,
          model.fileName,
          model.sizeBytes,
          model.contentHash,
          JSON.stringify({ name, architecture, quantisation, parameterCount, trainedContextTokens, kind }),
          model.addedAt,
        );
    },
    remove: (modelId) => void database.prepare('delete from models where id = ?').run(modelId),
  };
}

function toModel(row: unknown): StoredModel {
  const parsed = rowSchema.parse(row);
  return {
    id: parsed.id,
    path: parsed.path,
    isCopy: parsed.is_copy === 1,
    fileName: parsed.file_name,
    sizeBytes: parsed.size_bytes,
    contentHash: parsed.content_hash,
    addedAt: parsed.added_at,
    ...factsSchema.parse(JSON.parse(parsed.facts)),
  };
}
