import { expect, test } from 'vitest';
import { chooseEnergy, powerReasons } from '../../../electron/power/energyPolicy.ts';
import { unknownPower } from '../../../electron/power/powerState.ts';
import type { PowerReason } from '../../../shared/contract/models.ts';
import { settingsSchema } from '../../../shared/contract/settings.ts';

test.each<[string, Parameters<typeof powerReasons>[0], PowerReason[]]>([
  ['a desktop computer', { power: unknownPower, isHidden: false }, []],
  ['plugged in', { power: { ...unknownPower, source: 'mains' }, isHidden: false }, []],
  ['on battery', { power: { ...unknownPower, source: 'battery' }, isHidden: false }, ['battery']],
  [
    'everything at once',
    { power: { source: 'battery', isSaving: true, isHot: true }, isHidden: true },
    ['battery', 'saver', 'hot', 'hidden'],
  ],
])('%s', (_, input, reasons) => {
  expect(powerReasons(input)).toEqual(reasons);
});

const usual = settingsSchema.parse({});
const { onLowPower, whenHidden } = usual;

test.each<
  [PowerReason[], Partial<typeof usual>, PowerReason[], { fewer: PowerReason[]; paused: PowerReason[] }]
>([
  [[], {}, [], { fewer: [], paused: [] }],
  [['battery'], {}, [], { fewer: ['battery'], paused: ['battery'] }],
  [['saver', 'hot'], {}, [], { fewer: ['saver', 'hot'], paused: ['saver', 'hot'] }],
  [['hidden'], {}, [], { fewer: ['hidden'], paused: [] }],
  [['battery', 'hidden'], {}, [], { fewer: ['battery', 'hidden'], paused: ['battery'] }],
  [['battery'], {}, ['battery'], { fewer: ['battery'], paused: [] }],
  [['battery', 'hot'], {}, ['battery'], { fewer: ['battery', 'hot'], paused: ['hot'] }],
  [['battery'], { onLowPower: 'fewerThreads' }, [], { fewer: ['battery'], paused: [] }],
  [['battery', 'hot'], { onLowPower: 'usual' }, [], { fewer: [], paused: [] }],
  [['hidden'], { whenHidden: 'pause' }, [], { fewer: ['hidden'], paused: ['hidden'] }],
  [['hidden'], { whenHidden: 'usual' }, [], { fewer: [], paused: [] }],
  [['battery', 'hidden'], { whenHidden: 'usual' }, [], { fewer: ['battery'], paused: ['battery'] }],
])('%j with %j, overridden for %j', (reasons, changes, overridden, { fewer, paused }) => {
  expect(
    chooseEnergy({
      reasons,
      settings: { onLowPower, whenHidden, ...changes },
      overridden: new Set(overridden),
    }),
  ).toEqual({ fewerThreadsFor: fewer, pausedFor: paused });
});
