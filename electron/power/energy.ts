import { isDeepStrictEqual } from 'node:util';
import type { Energy as EnergyState, PowerReason } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { chooseEnergy, powerReasons } from './energyPolicy.ts';
import { type PowerWatch, unknownPower } from './powerState.ts';

/** Decides when power is spared, and tells who has to spare it. */
export interface Energy {
  readonly state: EnergyState;
  /** A view can be seen, until the returned function is called. */
  noteVisible(): () => void;
  /** The engine has something to do, or nothing any more. */
  noteWork(isWorking: boolean): void;
  noteSettingsChanged(): void;
  /** Background work goes on although there are reasons to pause it, until these are over. */
  continueAnyway(): void;
  dispose(): void;
}

/** A window that is hidden for less is being reloaded, or its person has only looked something up. */
const usualHiddenAfterMs = 10_000;

/** @param watch null where nothing is spared: what was asked for in a terminal is waited for there. */
export function createEnergy(parts: {
  readonly watch: PowerWatch | null;
  readonly readSettings: () => Settings;
  readonly onChanged: (state: EnergyState) => void;
  readonly hiddenAfterMs?: number;
}): Energy {
  const { watch } = parts;
  let power = unknownPower;
  let isHidden = false;
  let visibleViews = 0;
  let isWorking = false;
  let stopWatching: (() => void) | null = null;
  let hiding: NodeJS.Timeout | undefined;
  const overridden = new Set<PowerReason>();
  let state: EnergyState = { fewerThreadsFor: [], pausedFor: [] };

  const decide = () => {
    const reasons = watch === null ? [] : powerReasons({ power, isHidden });
    for (const reason of overridden) if (!reasons.includes(reason)) overridden.delete(reason);
    const next = chooseEnergy({ reasons, settings: parts.readSettings(), overridden });
    if (isDeepStrictEqual(next, state)) return;
    state = next;
    parts.onChanged(state);
  };

  /** Looks at the power only while it matters to someone. */
  const watchWhileNeeded = () => {
    const isNeeded = visibleViews > 0 || isWorking;
    if (!isNeeded) stopWatching?.();
    if (!isNeeded) stopWatching = null;
    else
      stopWatching ??=
        watch?.start((read) => {
          power = read;
          decide();
        }) ?? null;
  };

  const hideLater = () => {
    hiding = setTimeout(() => {
      isHidden = true;
      decide();
    }, parts.hiddenAfterMs ?? usualHiddenAfterMs);
    hiding.unref();
  };
  hideLater();

  return {
    get state() {
      return state;
    },
    noteVisible() {
      visibleViews += 1;
      clearTimeout(hiding);
      isHidden = false;
      watchWhileNeeded();
      decide();
      return () => {
        visibleViews -= 1;
        watchWhileNeeded();
        if (visibleViews === 0) hideLater();
      };
    },
    noteWork(isWorkingNow) {
      isWorking = isWorkingNow;
      watchWhileNeeded();
    },
    noteSettingsChanged: decide,
    continueAnyway() {
      for (const reason of state.pausedFor) overridden.add(reason);
      decide();
    },
    dispose() {
      clearTimeout(hiding);
      stopWatching?.();
    },
  };
}
