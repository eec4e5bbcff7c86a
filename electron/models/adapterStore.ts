import { z } from 'zod';
import type { Adapter } from '../../shared/contract/models.ts';
import { type AdapterId, adapterIdSchema, type ModelId } from '../../shared/ids.ts';
import type { Database } from '../storage/database.ts';

export interface StoredAdapter extends Omit<Adapter, 'isFilePresent'> {
  readonly path: string;
  /** Ours to delete: copied into the data folder when it was added. */
  readonly isCopy: boolean;
  readonly contentHash: string;
}

const rowSchema = z.object({
  id: adapterIdSchema,
  path: z.string(),
  is_copy: z.int(),
  file_name: z.string(),
  size_bytes: z.int(),
  content_hash: z.string(),
  name: z.string(),
  scale: z.number(),
});

export interface AdapterStore {
  /** In the order they were added. */
  list(modelId: ModelId): StoredAdapter[];
  add(modelId: ModelId, adapter: StoredAdapter): void;
  setScale(adapterId: AdapterId, scale: number): void;
  remove(adapterId: AdapterId): void;
}

export function createAdapterStore(database: Database): AdapterStore {
  return {
    list: (modelId) =>
      database
        .prepare('select * from model_adapters where model_id = ? order by added_at, rowid')
        .all(modelId)
        .map(toAdapter),
    add: (modelId, adapter) =>
      void database
        .prepare(
          `insert into model_adapters
             (id, model_id, path, is_copy, file_name, size_bytes, content_hash, name, scale, added_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          adapter.id,
          modelId,
          adapter.path,
          adapter.isCopy ? 1 : 0,
          adapter.fileName,
          adapter.sizeBytes,
          adapter.contentHash,
          adapter.name,
          adapter.scale,
          new Date().toISOString(),
        ),
    setScale: (adapterId, scale) =>
      void database.prepare('update model_adapters set scale = ? where id = ?').run(scale, adapterId),
    remove: (adapterId) => void database.prepare('delete from model_adapters where id = ?').run(adapterId),
  };
}

function toAdapter(row: unknown): StoredAdapter {
  const parsed = rowSchema.parse(row);
  return {
    id: parsed.id,
    path: parsed.path,
    isCopy: parsed.is_copy === 1,
    fileName: parsed.file_name,
    sizeBytes: parsed.size_bytes,
    contentHash: parsed.content_hash,
    name: parsed.name,
    scale: parsed.scale,
  };
}
