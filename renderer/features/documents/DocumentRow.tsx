import { memo } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import { formatRoute } from '../../state/route.ts';
import { DocumentIcon } from '../../ui/icons.tsx';
import { formatCount, formatWhen, languageName } from '../../words/formats.ts';

/** One document of the list. Thousands of them stand above each other, so each is drawn again only when it changed. */
export const DocumentRow = memo(function DocumentRow({ document }: { readonly document: Document }) {
  const details = [
    formatCount(document.pages, { one: 'page', many: 'pages' }),
    document.language ? languageName(document.language) : null,
    placeOf(document),
  ];
  return (
    <a
      className="documentRow"
      href={formatRoute({ kind: 'document', documentId: document.id, tab: 'summary' })}
      title={document.path}
    >
      <DocumentIcon />
      <span className="documentRow-words">
        <span className="documentRow-title">{document.title}</span>
        <span className="documentRow-detail">{details.filter(Boolean).join(' · ')}</span>
      </span>
      <span className="documentRow-when">{formatWhen(document.addedAt, new Date())}</span>
    </a>
  );
});

/** The file with the folder it lies in, which tells files of the same name apart; null where it says nothing new. */
function placeOf({ path, fileName, title }: Document): string | null {
  const folder = path.split(/[\\/]/).at(-2);
  if (folder) return `${folder}/${fileName}`;
  return fileName === title ? null : fileName;
}
