import type { Energy, PowerReason } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { PowerState } from './powerState.ts';

/** Reasons to spare power, the ones a person understands first before the others. */
export function powerReasons(input: {
  readonly power: PowerState;
  /** No window of Sotto can be seen. */
  readonly isHidden: boolean;
}): PowerReason[] {
  const { power, isHidden } = input;
  const reasons: readonly (readonly [PowerReason, boolean])[] = [
    ['battery', power.source === 'battery'],
    ['saver', power.isSaving],
    ['hot', power.isHot],
    ['hidden', isHidden],
  ];
  return reasons.flatMap(([reason, isSo]) => (isSo ? [reason] : []));
}

/** What is spared for these reasons. @param overridden reasons for which background work goes on all the same. */
export function chooseEnergy(input: {
  readonly reasons: readonly PowerReason[];
  readonly settings: Pick<Settings, 'onLowPower' | 'whenHidden'>;
  readonly overridden: ReadonlySet<PowerReason>;
}): Energy {
  const { reasons, settings, overridden } = input;
  const choiceFor = (reason: PowerReason) =>
    reason === 'hidden' ? settings.whenHidden : settings.onLowPower;
  return {
    fewerThreadsFor: reasons.filter((reason) => choiceFor(reason) !== 'usual'),
    pausedFor: reasons.filter((reason) => choiceFor(reason) === 'pause' && !overridden.has(reason)),
  };
}
