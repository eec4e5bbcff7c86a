import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CodeRun } from '../../shared/contract/code.ts';
import { readChangedFile, readNewFile } from './changedFile.ts';
import { diffTexts } from './hunks.ts';
import { nameTestFile } from './language.ts';
import { rewritesFile } from './prompts.ts';

type Change = Pick<CodeRun, 'hunks' | 'target' | 'decision'>;

const noChange: Change = { hunks: null, target: null, decision: null };

/** What the answer would change: the source, or a new file with its tests. @param isComplete whether the model ended by itself. */
export function proposeChange(input: {
  readonly run: CodeRun;
  readonly path: string | null;
  readonly isComplete: boolean;
}): Change {
  const { action, answer, source } = input.run;
  if (rewritesFile(action)) {
    const after = readChangedFile({ source: source.text, answer, isComplete: input.isComplete });
    const hunks = after === null ? [] : diffTexts({ before: source.text, after });
    if (hunks.length === 0) return noChange;
    return { hunks, target: { fileName: source.fileName, isNew: false }, decision: 'open' };
  }
  if (action !== 'writeTests') return noChange;
  const tests = readNewFile({ answer, isComplete: input.isComplete });
  if (tests === null) return noChange;
  const fileName = freeTestName({ fileName: source.fileName, sourcePath: input.path });
  return {
    hunks: diffTexts({ before: '', after: tests }),
    target: { fileName, isNew: true },
    decision: 'open',
  };
}

/** A name no file beside the source has, so that accepting the tests replaces nothing. */
function freeTestName({ fileName, sourcePath }: { fileName: string; sourcePath: string | null }): string {
  const folder = sourcePath === null ? null : path.dirname(sourcePath);
  for (let number = 1; ; number += 1) {
    const name = nameTestFile({ fileName: path.basename(fileName), number });
    if (folder === null || !existsSync(path.join(folder, name))) return name;
  }
}
