import type { Settings } from '../../shared/contract/settings.ts';
import type { Sampling } from '../engine/engine.ts';
import type { RecommendedSampling } from '../engine/modelProvider.ts';

/** An answer that keeps to a document is no place for daring words. */
const groundedTemperature = 0.3;

/**
 * How an answer's words are chosen: what the person set, else what the model's makers recommend. An answer that
 * keeps to documents takes less temperature, unless the makers warn against that and the person chose none.
 */
export function samplingFor(input: {
  readonly recommended: RecommendedSampling;
  readonly settings: Settings;
  readonly isGrounded: boolean;
}): Sampling {
  const { settings } = input;
  const { isTemperatureFirm, ...recommended } = input.recommended;
  const chosen = Object.fromEntries(
    (
      [
        ['topK', settings.topK],
        ['topP', settings.topP],
        ['minP', settings.minP],
        ['seed', settings.seed],
      ] as const
    ).filter(([, value]) => value !== null),
  );
  const temperature = settings.temperature ?? recommended.temperature;
  const isLowered = input.isGrounded && !(settings.temperature === null && isTemperatureFirm);
  return {
    ...recommended,
    ...chosen,
    repeatPenalty: penaltyOf(settings.repeatPenalty, recommended.repeatPenalty),
    temperature: isLowered ? Math.min(temperature, groundedTemperature) : temperature,
  };
}

function penaltyOf(chosen: number | null, recommended: number | null): number | null {
  if (chosen === null) return recommended;
  return chosen === 1 ? null : chosen;
}
