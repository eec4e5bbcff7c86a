import type { EmbeddingModels, InstalledEmbedder } from '../../engine/embeddingModels.ts';
import { preparation } from './preparedText.ts';
import type { VectorSet } from './vectorStore.ts';

/** What this model has made so far; null before its first text. */
export function chosenSet(
  sets: readonly VectorSet[],
  model: Pick<InstalledEmbedder, 'contentHash'>,
): VectorSet | null {
  return sets.find((set) => set.modelHash === model.contentHash && set.preparation === preparation) ?? null;
}

export interface Serving {
  readonly set: VectorSet;
  readonly model: InstalledEmbedder;
}

/** What searches use: the chosen model's vectors, but those of the model before it until the new ones are complete. */
export function servingSet(sets: readonly VectorSet[], models: EmbeddingModels): Serving | null {
  const chosen = models.chosen();
  if (chosen === null) return null;
  const own = chosenSet(sets, chosen);
  const usable = models.list().filter(({ isFilePresent }) => isFilePresent);
  const isUsable = usable.some(({ modelId }) => modelId === chosen.modelId);
  if (own?.isComplete && isUsable) return { set: own, model: chosen };
  const before = sets
    .filter((set) => set.isComplete && set !== own)
    .flatMap((set) => {
      const model = usable.find(({ contentHash }) => contentHash === set.modelHash);
      return model === undefined ? [] : [{ set, model }];
    })
    .at(-1);
  if (before !== undefined) return before;
  return own !== null && isUsable ? { set: own, model: chosen } : null;
}
