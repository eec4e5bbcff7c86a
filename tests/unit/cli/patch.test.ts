import { applyPatch } from 'diff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPatch } from '../../../electron/cli/patch.ts';
import { diffTexts } from '../../../electron/code/hunks.ts';

const text = fc
  .array(fc.constantFrom('', 'a', 'b', '  c', '}'), { minLength: 1, maxLength: 20 })
  .map((lines) => lines.join('\n'))
  .filter((joined) => joined !== '');

function patchOf({ before, after, isNew }: { before: string; after: string; isNew: boolean }): string {
  return formatPatch({
    source: before,
    isNew,
    hunks: diffTexts({ before: isNew ? '' : before, after }),
    path: 'src/a.ts',
  });
}

// Catches hunk headers or a missing "No newline" mark that make `git apply` refuse the patch.
test('every patch applies', () => {
  fc.assert(
    fc.property(text, text, (before, other) => {
      // A change never adds or removes the line break at the very end.
      const after = before.endsWith('\n')
        ? `${other.replace(/\n+$/, '')}\n`
        : other.replace(/\n+$/, '') || 'x';
      fc.pre(diffTexts({ before, after }).length > 0);
      expect(applyPatch(before, patchOf({ before, after, isNew: false }))).toBe(after);
    }),
    { numRuns: 300 },
  );
});

// Catches a new file being patched onto an existing one.
test('a new file comes from /dev/null', () => {
  expect(patchOf({ before: 'ignored\n', after: 'one\ntwo\n', isNew: true })).toBe(
    '--- /dev/null\n+++ b/src/a.ts\n@@ -0,0 +1,2 @@\n+one\n+two\n',
  );
});
