import { existsSync } from 'node:fs';
import type { ModelId } from '../../shared/ids.ts';
import type { StoredModel } from './modelStore.ts';

/**
 * The wanted model, else the one that was added first, so that one more does not change what is in use.
 * @param models newest first. @returns null where there are none.
 */
export function chooseModel(models: readonly StoredModel[], wantedId: ModelId | null): StoredModel | null {
  const wanted = models.find(({ id }) => id === wantedId);
  return wanted ?? models.findLast(({ path }) => existsSync(path)) ?? models.at(-1) ?? null;
}
