// Run by hand: npm run bench:documents [-- --quick] [--peer] [--part NAME]…
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureFormats } from './documents/measureFormats.ts';
import { measurePeer } from './documents/measurePeer.ts';
import { measureRecheck } from './documents/measureRecheck.ts';
import { measureSearch } from './documents/measureSearch.ts';
import type { DocumentsPart } from './documents/part.ts';
import { type BenchResult, type Machine, printHeader, printResult } from './documents/report.ts';
import { writeReport } from './table.ts';

const parts: Readonly<Record<string, DocumentsPart>> = {
  formats: measureFormats,
  recheck: measureRecheck,
  search: measureSearch,
  peer: measurePeer,
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    /** Fetches QMD from the npm registry, the only part that needs a network. */
    peer: { type: 'boolean', default: false },
    part: { type: 'string', multiple: true },
  },
});
const chosen = values.part ?? Object.keys(parts).filter((name) => name !== 'peer' || values.peer);
const wrong = chosen.find((name) => !Object.hasOwn(parts, name));
if (wrong === undefined) await run();
else {
  process.stderr.write(`no part "${wrong}"; there are ${Object.keys(parts).join(', ')}\n`);
  process.exitCode = 2;
}

async function run(): Promise<void> {
  const machine: Machine = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    measuredAt: new Date().toISOString(),
  };
  const results: BenchResult[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  try {
    printHeader(machine);
    for (const [name, measure] of Object.entries(parts)) {
      if (!chosen.includes(name)) continue;
      const add = (result: Omit<BenchResult, 'part'>) => {
        results.push({ part: name, ...result });
        printResult({ part: name, ...result });
      };
      await measure({ folder: join(folder, name), isQuick: values.quick, add });
    }
    const written = writeReport({
      name: 'documents.json',
      folder: join(import.meta.dirname, '../../bench'),
      machine,
      results,
    });
    process.stdout.write(`\n${written}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
