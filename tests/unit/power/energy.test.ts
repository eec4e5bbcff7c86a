import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEnergy } from '../../../electron/power/energy.ts';
import { type PowerState, type PowerWatch, unknownPower } from '../../../electron/power/powerState.ts';
import type { Energy } from '../../../shared/contract/models.ts';
import { type Settings, settingsSchema } from '../../../shared/contract/settings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const onBattery: PowerState = { ...unknownPower, source: 'battery' };
const pluggedIn: PowerState = { ...unknownPower, source: 'mains' };
const nothing: Energy = { fewerThreadsFor: [], pausedFor: [] };
const pausedOnBattery: Energy = { fewerThreadsFor: ['battery'], pausedFor: ['battery'] };

function setUp(options: { readonly isCommand?: boolean } = {}) {
  let power = pluggedIn;
  let settings: Settings = settingsSchema.parse({});
  const readers = new Set<(state: PowerState) => void>();
  const watch: PowerWatch = {
    start(onRead) {
      readers.add(onRead);
      onRead(power);
      return () => void readers.delete(onRead);
    },
  };
  const changes: Energy[] = [];
  const energy = createEnergy({
    watch: options.isCommand ? null : watch,
    readSettings: () => settings,
    onChanged: (state) => changes.push(state),
    hiddenAfterMs: 10_000,
  });
  return {
    energy,
    changes,
    isWatched: () => readers.size > 0,
    become(state: PowerState) {
      power = state;
      for (const reader of readers) reader(state);
    },
    set(changed: Partial<Settings>) {
      settings = { ...settings, ...changed };
      energy.noteSettingsChanged();
    },
  };
}

test('pauses on battery and goes on when plugged in, telling each change once', () => {
  const { energy, become, changes } = setUp();
  energy.noteVisible();
  become(onBattery);
  become(onBattery);
  become(pluggedIn);
  expect(changes).toEqual([pausedOnBattery, nothing]);
});

test('“Continue anyway” lasts until the reason is over, and not for another one', () => {
  const { energy, become } = setUp();
  energy.noteVisible();
  become(onBattery);
  energy.continueAnyway();
  expect(energy.state).toEqual({ fewerThreadsFor: ['battery'], pausedFor: [] });
  become({ ...onBattery, isHot: true });
  expect(energy.state.pausedFor).toEqual(['hot']);
  become(onBattery);
  expect(energy.state.pausedFor).toEqual([]);
  become(pluggedIn);
  become(onBattery);
  expect(energy.state).toEqual(pausedOnBattery);
});

test('a changed setting counts at once', () => {
  const { energy, become, set } = setUp();
  energy.noteVisible();
  become(onBattery);
  set({ onLowPower: 'usual' });
  expect(energy.state).toEqual(nothing);
  set({ onLowPower: 'pause' });
  expect(energy.state).toEqual(pausedOnBattery);
});

test('is hidden once no view was seen for a while, and at once no more when one is', () => {
  const { energy } = setUp();
  const hide = [energy.noteVisible(), energy.noteVisible()];
  hide[0]?.();
  vi.advanceTimersByTime(60_000);
  expect(energy.state).toEqual(nothing);
  hide[1]?.();
  vi.advanceTimersByTime(9_999);
  expect(energy.state).toEqual(nothing);
  vi.advanceTimersByTime(1);
  expect(energy.state).toEqual({ fewerThreadsFor: ['hidden'], pausedFor: [] });
  energy.noteVisible();
  expect(energy.state).toEqual(nothing);
});

test('a page that is reloaded was never hidden', () => {
  const { energy, changes } = setUp();
  const hide = energy.noteVisible();
  hide();
  vi.advanceTimersByTime(5000);
  energy.noteVisible();
  vi.advanceTimersByTime(60_000);
  expect(changes).toEqual([]);
});

test('looks at the power only while someone watches or the engine works, and then at once', () => {
  const { energy, become, isWatched } = setUp();
  expect(isWatched()).toBe(false);
  const hide = energy.noteVisible();
  expect(isWatched()).toBe(true);
  energy.noteWork(true);
  hide();
  expect(isWatched()).toBe(true);
  energy.noteWork(false);
  expect(isWatched()).toBe(false);
  become(onBattery);
  expect(energy.state).toEqual(nothing);
  energy.noteWork(true);
  expect(energy.state).toEqual(pausedOnBattery);
  energy.dispose();
  expect(isWatched()).toBe(false);
});

test('spares nothing where a command waits for the result', () => {
  const { energy, changes } = setUp({ isCommand: true });
  energy.noteWork(true);
  vi.advanceTimersByTime(60_000);
  expect(changes).toEqual([]);
});
