import { useEffect, useId, useRef, useState } from 'react';
import { useClient } from '../../state/host.ts';
import { useSource } from '../../state/source.tsx';
import { navigate } from '../../state/useRoute.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ChatIcon, DocumentIcon, SearchIcon } from '../../ui/icons.tsx';
import { formatCount, formatPages } from '../../words/formats.ts';
import { excerpt, type Found, listResults, moveSelection, type SearchResult } from './results.ts';
import './SearchDialog.css';

const typingPauseMs = 120;

/** Looks through the titles of chats and documents and through everything the documents say. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient();
  const source = useSource();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<Found>({ query: '', results: [] });
  const [selected, setSelected] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const asked = query.trim();

  useEffect(() => {
    if (asked === '') return setFound({ query: '', results: [] });
    const controller = new AbortController();
    const { signal } = controller;
    const timer = setTimeout(async () => {
      const [chats, documents, passages] = await Promise.all([
        client.request('chat.list', { offset: 0, limit: 6, title: asked }, { signal }),
        client.request('documents.list', { offset: 0, limit: 6, title: asked }, { signal }),
        client.request('documents.search', { query: asked, limit: 30 }, { signal }),
      ]);
      if (signal.aborted) return;
      setFound({
        query: asked,
        results: listResults({
          conversations: chats.ok ? chats.value.conversations : [],
          documents: documents.ok ? documents.value.documents : [],
          passages: passages.ok ? passages.value : [],
        }),
      });
      setSelected(0);
    }, typingPauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, asked]);

  const { results } = found;
  const select = (index: number) => {
    setSelected(index);
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  };
  const openResult = (result: SearchResult | undefined) => {
    if (!result) return;
    onClose();
    if (result.kind === 'chat') navigate({ kind: 'chat', conversationId: result.conversation.id });
    else if (result.kind === 'document')
      navigate({ kind: 'document', documentId: result.document.id, tab: 'summary' });
    else {
      const { passage } = result;
      source.open({ ...passage, passage: passage.text, sentence: null });
    }
  };
  return (
    <Dialog title="Search everything" isTitleHidden width="wide" onClose={onClose}>
      <div className="searchDialog-field">
        <SearchIcon />
        <input
          type="text"
          role="combobox"
          aria-label="Search everything"
          aria-expanded={results.length > 0}
          aria-controls={listId}
          aria-activedescendant={results.length > 0 ? `${listId}-${selected}` : undefined}
          aria-autocomplete="list"
          placeholder="Search chats and documents"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') openResult(results[selected]);
            else if (['ArrowDown', 'ArrowUp'].includes(event.key)) {
              event.preventDefault();
              select(moveSelection(selected, results.length, event.key));
            }
          }}
        />
        <kbd>Esc</kbd>
      </div>
      <p className="onlyForReaders" role="status">
        {asked !== '' &&
          found.query === asked &&
          formatCount(results.length, { one: 'result', many: 'results' })}
      </p>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label="Results"
        className="searchDialog-list"
        tabIndex={-1}
      >
        {results.map((result, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and its keys.
          <div
            key={resultKey(result)}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === selected}
            tabIndex={-1}
            className="searchDialog-result"
            onPointerMove={() => setSelected(index)}
            onClick={() => openResult(result)}
          >
            <ResultRow result={result} query={found.query} />
          </div>
        ))}
      </div>
      {asked === '' && (
        <p className="searchDialog-hint">
          Finds chats by title and any passage in your documents. No model needed.
        </p>
      )}
      {asked !== '' && found.query === asked && results.length === 0 && (
        <p className="searchDialog-hint">
          Nothing found for “{asked}”. Fewer or other words may help; documents are found once they are added.
        </p>
      )}
      {asked !== '' && found.query !== asked && results.length === 0 && (
        <p className="searchDialog-hint">Searching…</p>
      )}
    </Dialog>
  );
}

function resultKey(result: SearchResult): string {
  switch (result.kind) {
    case 'chat':
      return result.conversation.id;
    case 'document':
      return result.document.id;
    case 'passage':
      return `passage-${result.passage.chunkId}`;
  }
}

function ResultRow({ result, query }: { readonly result: SearchResult; readonly query: string }) {
  switch (result.kind) {
    case 'chat':
      return (
        <>
          <ChatIcon />
          <span className="searchDialog-title">{result.conversation.title}</span>
          <span className="searchDialog-place">Chat</span>
        </>
      );
    case 'document':
      return (
        <>
          <DocumentIcon />
          <span className="searchDialog-title">{result.document.title}</span>
          <span className="searchDialog-place">Document</span>
        </>
      );
    case 'passage':
      return (
        <>
          <span className="searchDialog-page">{formatPages(result.passage.pages)}</span>
          <span className="searchDialog-passage">
            <span className="searchDialog-from">{result.passage.title}</span>
            <span dir="auto">
              <Highlighted text={excerpt(result.passage.text, query)} query={query} />
            </span>
          </span>
        </>
      );
  }
}

function Highlighted({ text, query }: { readonly text: string; readonly query: string }) {
  const words = query
    .split(/\s+/)
    .filter((word) => word.length > 1)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words.length === 0) return text;
  return text
    .split(new RegExp(`(${words.join('|')})`, 'gi'))
    .map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part));
}
