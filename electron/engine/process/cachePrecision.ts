import type { CachePrecision } from '../../../shared/contract/settings.ts';
import type { ModelFile } from './modelFile.ts';

/** ggml's type of keys and values, and its bytes for a value: a block of 32 values has a scale of two bytes. */
const cacheTypes = {
  exact: { type: 'F16', bytesPerValue: 2 },
  half: { type: 'Q8_0', bytesPerValue: 34 / 32 },
  quarter: { type: 'Q4_0', bytesPerValue: 18 / 32 },
} as const;

/** What can be tried, best first: what is wanted where the model can do with it, and what always works. */
export function precisionsToTry(file: ModelFile, wanted: CachePrecision): CachePrecision[] {
  return wanted === 'exact' || !file.canShrinkCache ? ['exact'] : [wanted, 'exact'];
}

/** The file with the cache it has at this precision. */
export function withCachePrecision(file: ModelFile, precision: CachePrecision): ModelFile {
  const ratio = cacheTypes[precision].bytesPerValue / cacheTypes.exact.bytesPerValue;
  return { ...file, cacheBytesPerToken: file.cacheBytesPerToken * ratio };
}

/**
 * Options for `loadModel`; all contexts of the model then follow. The library calls these experimental, because
 * not every model and device can: `precisionsToTry` leaves those out that are known, the rest fails while loading.
 */
export function cacheTypeOptions(precision: CachePrecision) {
  const { type } = cacheTypes[precision];
  return {
    experimentalDefaultContextKvCacheKeyType: type,
    experimentalDefaultContextKvCacheValueType: type,
  } as const;
}
