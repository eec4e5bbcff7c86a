import { withoutControls } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { timeLeft } from './words.ts';

export interface ProgressStep {
  /** What is happening, for example 'Reading report.pdf'. */
  readonly label: string;
  readonly done?: number;
  /** Null or absent while it is not known. */
  readonly total?: number | null;
  /** What is counted, for example 'sections'. */
  readonly unit?: string;
  readonly remainingMs?: number | null;
}

/** Progress on stderr: one bar on a terminal, a line now and then elsewhere, nothing with --quiet. */
export interface Progress {
  show(step: ProgressStep): void;
  /** Takes the bar away, before something else is printed. */
  clear(): void;
  note(text: string): void;
}

const barColumns = 24;
const redrawMs = 80;
const lineIntervalMs = 10_000;

export function createProgress(input: { readonly terminal: Terminal; readonly isQuiet: boolean }): Progress {
  const { stderr } = input.terminal;
  if (input.isQuiet) return { show: () => undefined, clear: () => undefined, note: () => undefined };
  const hasBar = stderr.isTTY === true;
  let isDrawn = false;
  let shownAt = hasBar ? Number.NEGATIVE_INFINITY : performance.now();
  let shownLabel = '';

  const clear = () => {
    if (isDrawn) stderr.write('\r\u001b[2K');
    isDrawn = false;
  };
  return {
    show(step) {
      const now = performance.now();
      const isDue = now - shownAt >= (hasBar ? redrawMs : lineIntervalMs);
      if (!isDue && !(hasBar && step.label !== shownLabel)) return;
      shownAt = now;
      shownLabel = step.label;
      if (!hasBar) return void stderr.write(`${describeStep(step)}\n`);
      // A terminal that does not know its width says 0.
      const columns = stderr.columns || 80;
      stderr.write(`\r\u001b[2K${[drawBar(step), describeStep(step)].join(' ').slice(0, columns - 1)}`);
      isDrawn = true;
    },
    clear,
    note(text) {
      clear();
      stderr.write(`${withoutControls(text)}\n`);
    },
  };
}

function describeStep({ label, done, total, unit, remainingMs }: ProgressStep): string {
  if (unit === '%') return `${withoutControls(label)} ${done ?? 0} %`;
  const count = done === undefined ? '' : total ? ` ${done} of ${total}` : ` ${done}`;
  const counted = count === '' || unit === undefined ? count : `${count} ${unit}`;
  return `${withoutControls(label)}${counted}${remainingMs ? `, ${timeLeft(remainingMs)} left` : ''}`;
}

function drawBar({ done, total }: ProgressStep): string {
  if (done === undefined || !total) return '…';
  const filled = Math.round(Math.min(1, done / total) * barColumns);
  return `[${'█'.repeat(filled)}${'░'.repeat(barColumns - filled)}]`;
}
