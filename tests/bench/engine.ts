// Run by hand: npm run bench:engine [-- --quick] [--shape NAME]… [--part NAME]…
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isRandomShapeName, type RandomShapeName, randomShapes } from '../support/models/randomShapes.ts';
import { measureReadBandwidth } from './engine/bandwidth.ts';
import { embeddingShape } from './engine/embeddingTexts.ts';
import { measureContexts } from './engine/measureContexts.ts';
import { measureEmbeddings } from './engine/measureEmbeddings.ts';
import { measureHost } from './engine/measureHost.ts';
import { measureLeaks } from './engine/measureLeaks.ts';
import { measureMap } from './engine/measureMap.ts';
import { measurePriorities } from './engine/measurePriorities.ts';
import { measureRecovery } from './engine/measureRecovery.ts';
import { measureSpeed } from './engine/measureSpeed.ts';
import { modelPathOf } from './engine/ours.ts';
import type { BenchPart } from './engine/part.ts';
import { startReference } from './engine/reference.ts';
import { type BenchResult, type Machine, type NewResult, printHeader, printResult } from './engine/report.ts';
import { writeReport } from './table.ts';

interface Part {
  readonly measure: BenchPart;
  /** Shapes of a quick run, where none is named. */
  readonly quickShapes: readonly RandomShapeName[];
  /** Of a whole run; all the usual ones where absent. */
  readonly shapes?: readonly RandomShapeName[];
}

const contextTokens = 8192;
const usualShapes = ['smollm2', 'mobilellm', 'tinyllama', 'llama3.2-1b'] as const;
const parts: Readonly<Record<string, Part>> = {
  speed: { measure: measureSpeed, quickShapes: ['smollm2'] },
  contexts: { measure: measureContexts, quickShapes: ['smollm2'] },
  priorities: { measure: measurePriorities, quickShapes: ['smollm2'] },
  recovery: { measure: measureRecovery, quickShapes: [] },
  map: { measure: measureMap, quickShapes: ['smollm2'] },
  // These have nothing to do with a shape.
  host: { measure: measureHost, quickShapes: ['smollm2'], shapes: ['smollm2'] },
  leaks: { measure: measureLeaks, quickShapes: [], shapes: ['smollm2'] },
};

/** It has a shape of its own. */
const embeddingsPart = 'embeddings';
const partNames = [...Object.keys(parts), embeddingsPart];
/** What a minute has room for. */
const quickPartNames = ['speed', 'map', 'host', embeddingsPart];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    shape: { type: 'string', multiple: true },
    part: { type: 'string', multiple: true },
  },
});
const chosenParts = values.part ?? (values.quick ? quickPartNames : partNames);
const wrongShape = values.shape?.find((name) => !isRandomShapeName(name));
const wrongPart = chosenParts.find((name) => !partNames.includes(name));
if (wrongShape !== undefined) misused(`no shape "${wrongShape}"`, Object.keys(randomShapes));
else if (wrongPart !== undefined) misused(`no part "${wrongPart}"`, partNames);
else await run();

function misused(reason: string, choices: readonly string[]): void {
  process.stderr.write(`${reason}; there are ${choices.join(', ')}\n`);
  process.exitCode = 2;
}

async function run(): Promise<void> {
  const chosen = Object.entries(parts).flatMap(([name, part]) => (chosenParts.includes(name) ? [part] : []));
  const named = values.shape?.filter(isRandomShapeName);
  const shapesOf = (part: Part) => named ?? (values.quick ? part.quickShapes : (part.shapes ?? usualShapes));
  const shapes = [...new Set(chosen.flatMap(shapesOf))];
  const results: BenchResult[] = [];
  const addOf = (shape: string) => (result: NewResult) => {
    const whole = { shape, ratio: result.ours / result.reference, ...result };
    results.push(whole);
    printResult(whole);
  };
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
          add: addOf(shape),
        });
      }
    }
    if (chosenParts.includes(embeddingsPart)) {
      await measureEmbeddings({ reference, folder, isQuick: values.quick, add: addOf(embeddingShape) });
    }
    const written = writeReport({
      name: 'engine.json',
      folder: join(import.meta.dirname, '../../bench'),
      machine,
      results,
    });
    process.stdout.write(`\n${written}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    reference.dispose();
  }
}
