import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formats, isFormat } from '../../shared/formats.ts';
import { damageFile } from './damage.ts';
import { runFuzz } from './runFuzz.ts';
import { seeds } from './seeds.ts';

// npm run fuzz:documents -- [variants of each format, 2000] [--format NAME] [--from NUMBER]
const parameters = process.argv.slice(2);
const optionOf = (name: string) => {
  const at = parameters.indexOf(name);
  return at < 0 ? null : (parameters.splice(at, 2)[1] ?? null);
};
const only = optionOf('--format');
const first = Number(optionOf('--from') ?? 0);
const count = Number(parameters[0] ?? 2000);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(first) || (only !== null && !isFormat(only))) {
  console.error(`fuzz:documents -- [N] [--from N] [--format ${Object.keys(formats).join('|')}]`);
  process.exit(2);
}
const folder = path.join(import.meta.dirname, '../../test-results/fuzz');
let failed = 0;
for (const format of only === null ? Object.keys(formats) : [only]) {
  const { outcomes, failures } = await runFuzz({ format, first, count });
  const shown = Object.entries(outcomes)
    .sort(([, left], [, right]) => right - left)
    .map(([outcome, times]) => `${times} ${outcome.replace('documents.', '')}`);
  console.warn(`${format.padEnd(6)} ${shown.join(', ')}`);
  for (const { number, what } of failures) {
    failed += 1;
    console.error(`  FAILED ${format} ${number}: ${what}\n  kept as ${await keep(format, number)}`);
  }
}
console.warn(failed === 0 ? 'No variant crashed, hung or came back without a reason.' : `${failed} failures`);
process.exitCode = failed === 0 ? 0 : 1;

/** For whoever looks into it. @returns the path. */
async function keep(format: string, number: number): Promise<string> {
  const makers = isFormat(format) ? (seeds[format] ?? []) : [];
  const whole = await makers[number % makers.length]?.();
  const file = path.join(folder, `${number}.${format}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, damageFile(whole ?? new Uint8Array(), number));
  return file;
}
