// Run by hand: npm run bench:engine [-- --quick] [--shape NAME]… [--part NAME]…
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isRandomShapeName, type RandomShapeName, randomShapes } from '../support/models/randomShapes.ts';
import { measureReadBandwidth } from './engine/bandwidth.ts';
import { measureContexts } from './engine/measureContexts.ts';
import { measurePriorities } from './engine/measurePriorities.ts';
import { measureSpeed } from './engine/measureSpeed.ts';
import { modelPathOf } from './engine/ours.ts';
import type { BenchPart } from './engine/part.ts';
import { startReference } from './engine/reference.ts';
import { type BenchResult, type Machine, printHeader, printResult, writeResults } from './engine/report.ts';

interface Part {
  readonly measure: BenchPart;
  /** Shapes of a quick run, where none is named. */
  readonly quickShapes: readonly RandomShapeName[];
}

const contextTokens = 8192;
const usualShapes = ['smollm2', 'mobilellm', 'tinyllama', 'llama3.2-1b'] as const;
const parts: Readonly<Record<string, Part>> = {
  speed: { measure: measureSpeed, quickShapes: ['smollm2'] },
  contexts: { measure: measureContexts, quickShapes: ['smollm2'] },
  priorities: { measure: measurePriorities, quickShapes: ['smollm2'] },
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    shape: { type: 'string', multiple: true },
    part: { type: 'string', multiple: true, default: Object.keys(parts) },
  },
});
const wrongShape = values.shape?.find((name) => !isRandomShapeName(name));
const wrongPart = values.part.find((name) => !Object.hasOwn(parts, name));
if (wrongShape !== undefined) misused(`no shape "${wrongShape}"`, Object.keys(randomShapes));
else if (wrongPart !== undefined) misused(`no part "${wrongPart}"`, Object.keys(parts));
else await run();

function misused(reason: string, choices: readonly string[]): void {
  process.stderr.write(`${reason}; there are ${choices.join(', ')}\n`);
  process.exitCode = 2;
}

async function run(): Promise<void> {
  const chosen = Object.entries(parts).flatMap(([name, part]) => (values.part.includes(name) ? [part] : []));
  const named = values.shape?.filter(isRandomShapeName);
  const shapesOf = (part: Part) => named ?? (values.quick ? part.quickShapes : usualShapes);
  const shapes = [...new Set(chosen.flatMap(shapesOf))];
  const results: BenchResult[] = [];
  const reference = startReference();
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  try {
    const [first = 'smollm2'] = shapes;
    const { cores, cpu } = await reference.load({ modelPath: modelPathOf(first), contextTokens: 512 });
    const machine: Machine = {
      cpu,
      cores,
      memoryBytes: totalmem(),
      readBandwidthBytesPerSecond: await measureReadBandwidth(cores),
      platform: `${process.platform} ${process.arch}`,
      measuredAt: new Date().toISOString(),
    };
    printHeader(machine);
    for (const shape of shapes) {
      const modelPath = modelPathOf(shape);
      const known = await reference.load({ modelPath, contextTokens });
      for (const part of chosen) {
        if (!shapesOf(part).includes(shape)) continue;
        await part.measure({
          ...{ shape, modelPath, reference, known, contextTokens, folder, isQuick: values.quick },
          readBandwidth: machine.readBandwidthBytesPerSecond,
          add(result) {
            const whole = { shape, ratio: result.ours / result.reference, ...result };
            results.push(whole);
            printResult(whole);
          },
        });
      }
    }
    const written = writeResults({ folder: join(import.meta.dirname, '../../bench'), machine, results });
    process.stdout.write(`\n${written}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    reference.dispose();
  }
}
