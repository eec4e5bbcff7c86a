import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { describeInstall, ensureBrowser } from './support/browser.ts';

const repository = path.resolve(import.meta.dirname, '..');
const results = path.join(repository, 'test-results');

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

rmSync(results, { recursive: true, force: true });
if (ensureBrowser() === null) {
  console.error(`The tests need Chromium. Run this, then try again: ${describeInstall()}`);
  process.exit(1);
}
run('vite/bin/vite.js', 'build');
const unit = run('vitest/vitest.mjs', 'run');
const endToEnd = run('@playwright/test/cli.js', 'test', '--config', 'tests/e2e/playwright.config.ts');

const sum = [readVitest(), readPlaywright()].reduce((left, right) => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
}));
console.warn(`\nsum: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = unit === 0 && endToEnd === 0 && sum.failed === 0 && sum.passed > 0 ? 0 : 1;

function run(script: string, ...parameters: string[]): number {
  const file = path.join(repository, 'node_modules', script);
  const { status } = spawnSync(process.execPath, [file, ...parameters], {
    cwd: repository,
    stdio: 'inherit',
  });
  // Nothing that follows would test what is in the tree.
  if (status !== 0 && parameters[0] === 'build') process.exit(1);
  return status ?? 1;
}

/** A runner that ended before it could report counts as one failure. */
function read<T>(file: string, schema: z.ZodType<T>, count: (report: T) => Counts): Counts {
  try {
    return count(schema.parse(JSON.parse(readFileSync(path.join(results, file), 'utf8'))));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function readVitest(): Counts {
  const schema = z.object({
    numPassedTests: z.int(),
    numFailedTests: z.int(),
    numPendingTests: z.int(),
    numTodoTests: z.int(),
    testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
  });
  return read('vitest.json', schema, (report) => ({
    passed: report.numPassedTests,
    // A file that could not be loaded holds no test that could fail.
    failed:
      report.numFailedTests +
      report.testResults.filter(
        ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
      ).length,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

function readPlaywright(): Counts {
  const schema = z.object({
    stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
    errors: z.array(z.unknown()),
  });
  return read('playwright.json', schema, ({ stats, errors }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }));
}
