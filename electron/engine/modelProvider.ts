import type { Model, ModelUseError } from '../../shared/contract/models.ts';
import type { ModelId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { Engine, LoadedModel, Sampling } from './engine.ts';

/** What a model's makers recommend. */
export interface RecommendedSampling extends Sampling {
  /** They warn against a lower temperature. */
  readonly isTemperatureFirm: boolean;
}

export interface ReadyModel {
  readonly model: Model;
  readonly sampling: RecommendedSampling;
  readonly loaded: LoadedModel;
  readonly engine: Engine;
}

/**
 * Makes a chat model ready: the one asked for, else the person's default, else the newest installed.
 * Fails with `models.noneInstalled`, `models.notFound`, `models.notForChat` or what loading fails with.
 */
export type ProvideModel = (input: {
  readonly modelId: ModelId | null;
  readonly signal: AbortSignal;
  readonly onLoading?: (progressRatio: number) => void;
}) => Promise<Result<ReadyModel, ModelUseError>>;
