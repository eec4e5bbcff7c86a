import { formatRoute } from '../../state/route.ts';

/** The ways from the library to what is made of several documents. */
export function LibraryLinks() {
  return (
    <nav className="libraryLinks" aria-label="Of several documents">
      <a href={formatRoute({ kind: 'digest' })}>What changed this week</a>
      <a href={formatRoute({ kind: 'compare', documentId: null })}>Compare two documents</a>
    </nav>
  );
}
