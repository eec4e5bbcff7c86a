import type { Change, Comparison, Relation } from '../../../shared/contract/comparisons.ts';
import { limitWords, nameOf, relationHeadings } from '../../../shared/papers/comparisonPaper.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { formatCount, formatPercent, formatSeconds } from '../../words/formats.ts';
import { SideChip } from './SideChip.tsx';

/** What two documents or versions have in common and what not, each with the pages of both sides. */
export function ComparisonView({ comparison }: { readonly comparison: Comparison }) {
  const { first, second, kind, changes, explanations, relations, overview, modelName, coverage } = comparison;
  const limits = limitWords(comparison);
  return (
    <div className="comparison">
      <div className="comparison-head">
        <h2>
          {nameOf(first, second)} {kind === 'versions' ? '→' : 'and'} {nameOf(second, first)}
        </h2>
        <Chip>{modelName ?? 'computed, no model'}</Chip>
      </div>
      {overview !== '' && (
        <div className="comparison-overview" dir="auto">
          <Markdown text={overview} />
        </div>
      )}
      {explanations.map((explanation, index) => (
        <div key={index} className="comparison-text" dir="auto">
          <Markdown text={explanation.text} />
          {explanation.first && (
            <SideChip side={first} pages={explanation.first} passage={null} mark="before" />
          )}
          {explanation.second && (
            <SideChip side={second} pages={explanation.second} passage={null} mark="after" />
          )}
        </div>
      ))}
      {kind === 'versions' && (
        <section className="comparison-part" aria-label="Changes">
          <h3>
            {changes.length === 0
              ? 'Both say the same'
              : formatCount(changes.length, { one: 'change', many: 'changes' })}
          </h3>
          {changes.map((change, index) => (
            <ChangeRow key={index} change={change} comparison={comparison} />
          ))}
        </section>
      )}
      {relationHeadings(comparison).map(([relation, heading]) => {
        const rows = relations.filter((one) => one.kind === relation);
        if (rows.length === 0) return null;
        return (
          <section key={relation} className="comparison-part" aria-label={heading}>
            <h3>{heading}</h3>
            {rows.map((row, index) => (
              <RelationRow key={index} relation={row} comparison={comparison} />
            ))}
          </section>
        );
      })}
      <p className="comparingCard-detail">
        {formatPercent(comparison.sameRatio)} of the sentences are the same. {coverage.sectionsRead} of{' '}
        {coverage.sectionsTotal} parts compared in {formatSeconds(comparison.elapsedMs)}.
        {limits.length > 0 && ` Not everything is told: ${limits.join('; ')}.`}
      </p>
    </div>
  );
}

interface RowProps {
  readonly comparison: Comparison;
}

function ChangeRow({ change, comparison }: RowProps & { readonly change: Change }) {
  const { kind, before, after } = change;
  const { first, second } = comparison;
  return (
    <div className="comparison-change">
      {before && kind !== 'moved' && (
        <p className="comparison-removed" dir="auto">
          <span className="onlyForReaders">Removed: </span>
          <del>{before.text}</del>{' '}
          <SideChip side={first} pages={before.pages} passage={before.text} mark="before" />
        </p>
      )}
      {after && (
        <p className={kind === 'moved' ? 'comparison-moved' : 'comparison-added'} dir="auto">
          <span className="onlyForReaders">{kind === 'moved' ? 'Moved: ' : 'Added: '}</span>
          {after.text}{' '}
          {kind === 'moved' && before && (
            <SideChip side={first} pages={before.pages} passage={before.text} mark="moved from" />
          )}
          <SideChip
            side={second}
            pages={after.pages}
            passage={after.text}
            mark={kind === 'moved' ? 'to' : 'after'}
          />
        </p>
      )}
    </div>
  );
}

function RelationRow({ relation, comparison }: RowProps & { readonly relation: Relation }) {
  const { first, second, text } = relation;
  return (
    <div className="comparison-change">
      {text !== null && <p dir="auto">{text}</p>}
      {first && (
        <p className={text === null ? undefined : 'comparison-quote'} dir="auto">
          {first.text} <SideChip side={comparison.first} pages={first.pages} passage={null} mark="first" />
        </p>
      )}
      {second && (
        <p className={text === null ? undefined : 'comparison-quote'} dir="auto">
          {second.text}{' '}
          <SideChip side={comparison.second} pages={second.pages} passage={null} mark="second" />
        </p>
      )}
    </div>
  );
}
