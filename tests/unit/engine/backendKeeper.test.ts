import { expect, test } from 'vitest';
import type { Backend } from '../../../electron/engine/process/backend.ts';
import { createBackendKeeper } from '../../../electron/engine/process/backendKeeper.ts';

/** Opens backends that only note what happens to them. */
function keeper() {
  const seen: string[] = [];
  let opened = 0;
  const keep = createBackendKeeper({
    onBackend: (name) => seen.push(`backend ${name}`),
    async open({ gpu, onTrying }) {
      onTrying(gpu);
      opened += 1;
      const id = opened;
      if (gpu === 'metal') throw new Error('no such backend');
      const llama = { dispose: async () => void seen.push(`closed ${id}`) };
      return Object.assign(Object.create(null), { name: `${gpu} ${id}`, llama }) satisfies Backend;
    },
  });
  return { ...keep, seen };
}

// Catches an engine process that grows with every load, since llama.cpp's memory is never given back whole.
test('one backend serves all loads until another is wished for', async () => {
  const { open, dispose, seen } = keeper();
  const first = await open({ gpu: 'auto', excluded: ['cuda', 'metal'] });
  expect(await open({ gpu: 'auto', excluded: ['metal', 'cuda'] })).toBe(first);
  const second = await open({ gpu: 'auto', excluded: ['metal', 'cuda', 'vulkan'] });
  expect(second).not.toBe(first);
  expect(await open({ gpu: 'off', excluded: [] })).not.toBe(second);
  await dispose();
  await dispose();
  expect(seen).toEqual([
    ...['backend auto', 'backend auto 1', 'closed 1'],
    ...['backend auto', 'backend auto 2', 'closed 2'],
    ...['backend off', 'backend off 3', 'closed 3'],
  ]);
});

test('what could not be opened is tried anew', async () => {
  const { open } = keeper();
  await expect(open({ gpu: 'metal', excluded: [] })).rejects.toThrow('no such backend');
  await expect(open({ gpu: 'metal', excluded: [] })).rejects.toThrow('no such backend');
  expect(await open({ gpu: 'off', excluded: [] })).toMatchObject({ name: 'off 3' });
});
