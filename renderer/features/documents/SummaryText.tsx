import type { Document } from '../../../shared/contract/documents.ts';
import type { Action, Point, Summary } from '../../../shared/contract/summaries.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { formatIsoDate } from '../../words/formats.ts';
import { PageChip } from './Points.tsx';

interface SummaryTextProps {
  readonly document: Document;
  readonly summary: Summary;
}

/** What was written, each statement with its pages. */
export function SummaryText({ document, summary }: SummaryTextProps) {
  const { style, points, text } = summary;
  const language = summary.language ?? document.language ?? undefined;
  if (style === 'actions') return <ActionTable document={document} actions={summary.actions} />;
  return (
    <div className="summaryPoints" lang={language}>
      {text !== '' && (
        <div className="summaryOverview" dir="auto">
          <Markdown text={text} />
        </div>
      )}
      {style === 'abstract' ? (
        <p className="summaryPoint" dir="auto">
          {points.map((point, index) => (
            <span key={index}>
              {point.text} <PageChip document={document} pages={point.pages} passage={null} />{' '}
            </span>
          ))}
        </p>
      ) : (
        points.map((point, index) => (
          <PointText
            key={index}
            document={document}
            point={point}
            previous={points[index - 1]}
            style={style}
          />
        ))
      )}
    </div>
  );
}

function PointText({
  document,
  point,
  previous,
  style,
}: {
  readonly document: Document;
  readonly point: Point;
  readonly previous: Point | undefined;
  readonly style: Summary['style'];
}) {
  const isNewChapter = point.heading !== undefined && point.heading !== previous?.heading;
  return (
    <>
      {isNewChapter && <h3 className="summaryChapter">{point.heading}</h3>}
      <div className={style === 'reply' ? 'summaryPoint summaryReply' : 'summaryPoint'} dir="auto">
        <Markdown text={point.text} />
        <PageChip document={document} pages={point.pages} passage={null} />
      </div>
    </>
  );
}

function ActionTable({
  document,
  actions,
}: {
  readonly document: Document;
  readonly actions: readonly Action[];
}) {
  if (actions.length === 0)
    return <p className="documentSection-note">The document names nothing that somebody has to do.</p>;
  return (
    <div className="tableScroll">
      <table className="factTable">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Who</th>
            <th scope="col">When</th>
            <th scope="col">Page</th>
          </tr>
        </thead>
        <tbody>
          {actions.map((action, index) => (
            <tr key={index}>
              <td dir="auto">{action.what}</td>
              <td dir="auto">{action.who ?? '–'}</td>
              <td dir="auto">
                {action.when ?? '–'}
                {action.date !== null && (
                  <span className="factTable-detail">{formatIsoDate(action.date)}</span>
                )}
              </td>
              <td>
                <PageChip document={document} pages={action.pages} passage={null} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
