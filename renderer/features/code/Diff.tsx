import type { Hunk } from '../../../shared/contract/code.ts';
import { diffLines } from './runs.ts';

interface DiffProps {
  readonly title: string;
  readonly hunks: readonly Hunk[];
  readonly chosen: readonly number[];
  /** Null where the changes can no longer be chosen. */
  readonly onToggle: ((index: number) => void) | null;
}

const signs = { same: ' ', added: '+', removed: '−' } as const;
const names = { same: '', added: 'Added: ', removed: 'Removed: ' } as const;

/** A changed file, change by change. */
export function Diff({ title, hunks, chosen, onToggle }: DiffProps) {
  return (
    <section className="diff" aria-label="Changes">
      <h2 className="diff-title">{title}</h2>
      {hunks.map((hunk, index) => (
        <div key={index} className="diff-hunk" data-chosen={chosen.includes(index)}>
          {onToggle && (
            <label className="diff-choice">
              <input type="checkbox" checked={chosen.includes(index)} onChange={() => onToggle(index)} />
              Change {index + 1}, line {hunk.oldStart}
            </label>
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide lines scroll, and the keyboard must reach that. */}
          <pre tabIndex={0}>
            {diffLines(hunk).map((line, place) => (
              <code key={place} data-kind={line.kind}>
                <span className="diff-number" aria-hidden="true">
                  {line.newNumber ?? line.oldNumber}
                </span>
                <span className="diff-sign" aria-hidden="true">
                  {signs[line.kind]}
                </span>
                {names[line.kind] && <span className="onlyForReaders">{names[line.kind]}</span>}
                {line.text}
                {'\n'}
              </code>
            ))}
          </pre>
        </div>
      ))}
    </section>
  );
}
