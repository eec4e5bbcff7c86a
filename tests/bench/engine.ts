// Run by hand: npm run bench:engine [-- --quick] [--shape NAME]…
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isRandomShapeName, type RandomShapeName, randomShapes } from '../support/models/randomShapes.ts';
import { measureReadBandwidth } from './engine/bandwidth.ts';
import { measureShape } from './engine/measureShape.ts';
import { modelPathOf, startEngine } from './engine/ours.ts';
import { startReference } from './engine/reference.ts';
import { type BenchResult, type Machine, printHeader, printResult, writeResults } from './engine/report.ts';

const usualShapes = ['smollm2', 'mobilellm', 'tinyllama', 'llama3.2-1b'] as const;
const quickShapes = ['smollm2', 'llama3.2-1b'] as const;

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, shape: { type: 'string', multiple: true } },
});
const wrong = values.shape?.find((name) => !isRandomShapeName(name));
if (wrong === undefined) await run();
else {
  process.stderr.write(`no shape "${wrong}"; there are ${Object.keys(randomShapes).join(', ')}\n`);
  process.exitCode = 2;
}

async function run(): Promise<void> {
  const chosen = values.shape?.filter(isRandomShapeName);
  const shapes: readonly RandomShapeName[] = chosen ?? (values.quick ? quickShapes : usualShapes);
  const results: BenchResult[] = [];
  const reference = startReference();
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
      // A process of its own for each, so that nothing is left of the one before.
      const engine = startEngine();
      try {
        await measureShape({
          ...{ shape, engine, reference, isQuick: values.quick },
          readBandwidth: machine.readBandwidthBytesPerSecond,
          onResult(result) {
            results.push(result);
            printResult(result);
          },
        });
      } finally {
        await engine.dispose();
      }
    }
    const folder = join(import.meta.dirname, '../../bench');
    process.stdout.write(`\n${writeResults({ folder, machine, results })}\n`);
  } finally {
    reference.dispose();
  }
}
