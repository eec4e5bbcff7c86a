import { expect, test } from 'vitest';
import { backendTrials, firstThatOpens } from '../../../electron/engine/process/backend.ts';

test.each([
  ['auto', [], ['auto without ', 'cpu']],
  ['off', ['vulkan'], ['cpu']],
  ['vulkan', [], ['vulkan', 'auto without ', 'cpu']],
  ['vulkan', ['cuda'], ['vulkan', 'auto without cuda', 'cpu']],
  // What was preferred has crashed: the others come first now.
  ['vulkan', ['vulkan'], ['auto without vulkan', 'cpu']],
  ['auto', ['metal', 'vulkan'], ['auto without metal,vulkan', 'cpu']],
  // It crashed before it could say which one it was.
  ['cuda', ['auto'], ['cpu']],
] as const)('%s with %j excluded tries %j', (gpu, excluded, expected) => {
  const names = backendTrials({ gpu, excluded }).map((trial) =>
    trial.name === 'auto' ? `auto without ${trial.exclude.join()}` : trial.name,
  );
  expect(names).toEqual(expected);
});

// Catches a machine without the wanted backend that gets no engine at all, or a crash that is put down to another one.
test('backends that are absent are passed over, and each is announced before it is tried', async () => {
  const seen: string[] = [];
  const opened = await firstThatOpens({
    trials: backendTrials({ gpu: 'cuda', excluded: [] }),
    onTrying: (name) => seen.push(`trying ${name}`),
    async open({ name }) {
      seen.push(`opening ${name}`);
      if (name !== 'cpu') throw new Error('no such driver');
      return name;
    },
  });
  expect(opened).toBe('cpu');
  expect(seen).toEqual([
    ...['trying cuda', 'opening cuda'],
    ...['trying auto', 'opening auto'],
    ...['trying cpu', 'opening cpu'],
  ]);
});

test('where not even the CPU opens the last reason is told', async () => {
  const opening = firstThatOpens({
    trials: backendTrials({ gpu: 'off', excluded: [] }),
    onTrying: () => undefined,
    open: async ({ name }) => {
      throw new Error(`${name} is missing`);
    },
  });
  await expect(opening).rejects.toThrow('cpu is missing');
});
