import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { DocumentId } from '../../../shared/ids.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useSource } from '../../state/source.tsx';
import { useEmbedding } from '../../state/useEmbedding.ts';
import { useQuery } from '../../state/useQuery.ts';
import { useReranking } from '../../state/useReranking.ts';
import { navigate } from '../../state/useRoute.ts';
import { useSearchIndex } from '../../state/useSearchIndex.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SearchIcon } from '../../ui/icons.tsx';
import { formatCount } from '../../words/formats.ts';
import { searchIndexWords } from '../../words/searchIndexWords.ts';
import { FilterBar } from './FilterBar.tsx';
import { isNarrowed, noFilters, scopeOf } from './filters.ts';
import { ResultList } from './ResultList.tsx';
import { type Found, listSections, moveSelection, type ResultRow } from './results.ts';
import './SearchDialog.css';
import { useFound } from './useFound.ts';

const nothing = {};
const none: ReadonlySet<DocumentId> = new Set();

/** How the passages were found and ordered, after their number. */
const meaningWords = { no: '', pending: ' · searching by meaning too…', yes: ' · by words and meaning' };
const judgingWords = { no: '', pending: ' · being judged…', yes: ' · best answers first' };

/** Looks through the names of chats and documents and through everything the documents say. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const source = useSource();
  const [query, setQuery] = useState('');
  const [filters, setFilters] = useState(noFilters);
  const [expanded, setExpanded] = useState(none);
  const [selected, setSelected] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const { state } = useQuery('search.listFilters', nothing);
  const formats = state.kind === 'ready' ? state.value.formats : null;
  const [now] = useState(() => new Date());
  const scope = useMemo(
    () => scopeOf(filters, formats?.map(({ format }) => format) ?? [], now),
    [filters, formats, now],
  );
  const embedding = useEmbedding();
  const reranking = useReranking();
  const { found, isBusy, meaning, judging, error } = useFound({
    query,
    scope,
    sort: filters.sort,
    hasChats: !isNarrowed(filters),
    hasMeaning: embedding !== null && embedding.servingName !== null,
    isJudged: reranking?.phase === 'ready' && filters.sort === 'relevance',
  });
  const how = `${meaningWords[meaning]}${judgingWords[judging]}`;
  const sections = useMemo(() => listSections(found, expanded), [found, expanded]);
  const rows = useMemo(() => sections.flatMap((section) => section.rows), [sections]);
  const asked = query.trim();

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked anew begins at its first line; what meaning adds does not.
  useEffect(() => {
    setSelected(0);
    setExpanded(none);
    list.current?.scrollTo({ top: 0 });
  }, [found.query, scope, filters.sort]);

  const select = (index: number) => {
    setSelected(index);
    list.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const open = (row: ResultRow | undefined) => {
    if (!row) return;
    if (row.kind === 'more') return setExpanded(new Set([...expanded, row.documentId]));
    onClose();
    if (row.kind === 'chat') navigate({ kind: 'chat', conversationId: row.conversation.id });
    else if (row.kind === 'name') navigate({ kind: 'document', documentId: row.document.id, tab: 'summary' });
    else source.open({ ...row.hit.passage, passage: row.hit.passage.text, sentence: null });
  };
  return (
    <Dialog title="Search everything" isTitleHidden width="wide" onClose={onClose}>
      <div className="searchDialog-field">
        <SearchIcon />
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Search everything"
          aria-expanded={rows.length > 0}
          aria-controls={listId}
          aria-activedescendant={rows.length > 0 ? `${listId}-${selected}` : undefined}
          aria-autocomplete="list"
          placeholder="Search chats and documents"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            // While an input method is open, its keys choose characters.
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter') open(rows[selected]);
            else if (['ArrowDown', 'ArrowUp'].includes(event.key)) {
              event.preventDefault();
              select(moveSelection(selected, rows.length, event.key));
            }
          }}
        />
        <kbd>Esc</kbd>
      </div>
      <FilterBar filters={filters} onChange={setFilters} />
      <IndexNote />
      <p className="onlyForReaders" role="status">
        {asked !== '' && !isBusy && `${describeCounts(found, rows.length)}${how}`}
      </p>
      {asked !== '' && found.results.replaced.length > 0 && <Replaced found={found} />}
      <ResultList
        ref={list}
        id={listId}
        sections={sections}
        selected={selected}
        onPoint={setSelected}
        onOpen={(row) => {
          open(row);
          if (row.kind === 'more') field.current?.focus();
        }}
      />
      {asked === '' && (
        <p className="searchDialog-hint">
          {formats?.length === 0
            ? 'Finds chats by title, and everything in your documents once you add some. No model needed.'
            : 'Finds chats by title, documents by name, and any passage in your documents. A slip of the finger is forgiven. No model needed.'}
        </p>
      )}
      {error && (
        <div className="searchDialog-hint">
          <FailureNotice error={error} />
        </div>
      )}
      {asked !== '' && !error && rows.length === 0 && (isBusy || meaning === 'pending') && (
        <p className="searchDialog-hint">{isBusy ? 'Searching…' : 'Searching by meaning…'}</p>
      )}
      {asked !== '' && !error && rows.length === 0 && !isBusy && meaning !== 'pending' && (
        <div className="searchDialog-hint">
          {isNarrowed(filters) ? (
            <>
              <p>Nothing found for “{asked}” where you look.</p>
              <Button size="small" onClick={() => setFilters({ ...noFilters, sort: filters.sort })}>
                Look in everything
              </Button>
            </>
          ) : (
            <p>
              Nothing found for “{asked}”. Fewer or other words may help; documents are found once they are
              added.
            </p>
          )}
        </div>
      )}
      {rows.length > 0 && (
        <p className="searchDialog-foot" aria-hidden="true">
          <span>{isBusy ? 'Searching…' : `${describeCounts(found, rows.length)}${how}`}</span>
          <span className="searchDialog-keys">
            <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>↵</kbd> open
          </span>
        </p>
      )}
    </Dialog>
  );
}

function IndexNote() {
  const state = useSearchIndex();
  const words = state && searchIndexWords(state);
  return (
    words && (
      <p className="searchDialog-note">
        {words.what} {words.next}
      </p>
    )
  );
}

function Replaced({ found }: { readonly found: Found }) {
  return found.results.replaced.map(({ written, words }) => (
    <p key={written} className="searchDialog-note" role="status">
      No document says “{written}”. Also looked for: <b>{words.join(', ')}</b>
    </p>
  ));
}

function describeCounts({ results }: Found, rows: number): string {
  const passages = results.groups.reduce((sum, { hits }) => sum + hits.length, 0);
  if (passages === 0) return formatCount(rows, { one: 'result', many: 'results' });
  const count = formatCount(passages, { one: 'passage', many: 'passages' });
  const documents = formatCount(results.groups.length, { one: 'document', many: 'documents' });
  return results.isLimited ? `The best ${count}, in ${documents}` : `${count} in ${documents}`;
}
