import { expect, test } from 'vitest';
import { createCrashedFiles } from '../../../electron/engine/crashedFiles.ts';
import type { UnexpectedEnd } from '../../../electron/engine/supervisor.ts';
import { fail, ok } from '../../../shared/result.ts';

const modelPath = '/models/a.gguf';
const crash: UnexpectedEnd['error'] = { code: 'engine.crashed', signal: 'SIGABRT', exitCode: null };
const crashed = fail(crash);
const blamed = fail({ code: 'engine.fileCrashedEngine', fileName: 'a.gguf' } as const);

function setUp() {
  const files = createCrashedFiles();
  let attempts = 0;
  /** One call to load, whose attempts end as listed; null succeeds. */
  const load = (ends: readonly (Partial<UnexpectedEnd> | null)[], isRetryAsked = false) =>
    files.guard({
      ...{ modelPath, isRetryAsked, signal: new AbortController().signal },
      async attempt() {
        attempts += 1;
        const end = ends[attempts - 1] ?? null;
        if (end === null) return ok('loaded');
        files.noteEnd({
          error: crash,
          backend: 'cpu',
          loadingPath: modelPath,
          wasMemoryShort: false,
          stderrTail: '',
          ...end,
        });
        return crashed;
      },
    });
  return { load, attempts: () => attempts };
}

test('blames a file that was being loaded when the engine crashed, until it is asked to try again', async () => {
  const { load, attempts } = setUp();
  expect((await load([{}])).result).toEqual(blamed);
  expect(await load([])).toEqual({ result: blamed, wasTried: false, hasEnded: false });
  expect(attempts()).toBe(1);
  expect((await load([], true)).result).toEqual(ok('loaded'));
  expect((await load([])).result).toEqual(ok('loaded'));
});

test.each([
  ['it waited while another file was loaded', { loadingPath: '/models/b.gguf' }],
  ['nothing was being loaded', { loadingPath: null }],
  ['someone killed the engine', { error: { ...crash, signal: 'SIGKILL' } }],
  ['the engine hung', { error: { code: 'engine.notResponding', afterMs: 1 } }],
] as const)('does not blame a file when %s', async (_, end) => {
  const { load } = setUp();
  expect(await load([end])).toEqual({ result: crashed, wasTried: true, hasEnded: true });
  expect((await load([])).result).toEqual(ok('loaded'));
});

test.each([
  ['the processor', {}],
  ['a GPU, which is not tried without it at once', { backend: 'vulkan' }],
  ['a kill, as the system ends what takes too much', { error: { ...crash, signal: 'SIGKILL' } }],
] as const)('blames the memory where it was short, on %s', async (_, end) => {
  const { load } = setUp();
  expect(await load([{ ...end, wasMemoryShort: true }])).toEqual({
    result: fail({ code: 'engine.outOfMemory', neededBytes: null, availableBytes: null }),
    wasTried: true,
    hasEnded: true,
  });
  expect((await load([])).result).toEqual(ok('loaded'));
});

test('tries again where a GPU crashed, and blames the file only for the CPU', async () => {
  const { load, attempts } = setUp();
  expect((await load([{ backend: 'vulkan' }, { backend: 'vulkan' }, {}])).result).toEqual(blamed);
  expect(attempts()).toBe(3);
});
