import type { Digest, DigestEntry } from '../../../shared/contract/digests.ts';
import { formatRoute } from '../../state/route.ts';
import { Chip } from '../../ui/Chip.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { formatCount, formatNumber, formatWhen } from '../../words/formats.ts';
import { SideChip } from './SideChip.tsx';

/** A sentence or two of each document, with their pages. */
export function DigestView({ digest }: { readonly digest: Digest }) {
  const { entries, overview, modelName, coverage } = digest;
  const now = new Date();
  if (entries.length === 0)
    return (
      <p className="page-none" role="status">
        {digest.since === null
          ? 'There is no document here yet.'
          : 'Nothing came or changed in this time. Choose a longer one.'}
      </p>
    );
  return (
    <div className="comparison">
      {overview !== '' && (
        <section className="comparison-part" aria-labelledby="digest-overview">
          <div className="comparison-head">
            <h2 id="digest-overview">Overview</h2>
            <Chip>{modelName}</Chip>
          </div>
          <div className="comparison-overview" dir="auto">
            <Markdown text={overview} />
          </div>
        </section>
      )}
      <p className="comparingCard-detail" role="status">
        {coverage.documentsTold === coverage.documentsTotal
          ? formatCount(coverage.documentsTotal, { one: 'document', many: 'documents' })
          : `${formatNumber(coverage.documentsTold)} of ${formatCount(coverage.documentsTotal, { one: 'document', many: 'documents' })}`}
        , the newest first
      </p>
      {entries.map((entry) => (
        <Told key={entry.document.id} entry={entry} now={now} />
      ))}
    </div>
  );
}

function Told({ entry, now }: { readonly entry: DigestEntry; readonly now: Date }) {
  const { document, change, sentences, modelName } = entry;
  return (
    <section className="comparison-part digestEntry" aria-label={document.title}>
      <h2>
        <a href={formatRoute({ kind: 'document', documentId: document.id, tab: 'summary' })} dir="auto">
          {document.title}
        </a>
      </h2>
      {sentences.length === 0 && (
        <p className="comparingCard-detail">It has no sentence that could be told.</p>
      )}
      {sentences.map((sentence, index) => (
        <p key={index} className="comparison-text" dir="auto" lang={document.language ?? undefined}>
          {sentence.text}{' '}
          <SideChip
            side={document}
            pages={sentence.pages}
            passage={modelName === null ? sentence.text : null}
            mark={null}
          />
        </p>
      ))}
      <p className="comparingCard-detail">
        {change === 'added' ? 'Added' : 'Changed, added'} {formatWhen(document.addedAt, now)}
        {modelName === null ? ', word for word' : `, from the summary by ${modelName}`}
      </p>
    </section>
  );
}
