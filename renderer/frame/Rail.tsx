import { type ReactNode, useMemo } from 'react';
import { useFacts } from '../state/facts.tsx';
import { useHostEvent } from '../state/host.ts';
import { formatRoute, type Route } from '../state/route.ts';
import { useQuery } from '../state/useQuery.ts';
import { navigate } from '../state/useRoute.ts';
import { ChatIcon, CodeIcon, DocumentIcon, ModelIcon, SettingsIcon, SottoMark } from '../ui/icons.tsx';
import { formatNumber } from '../words/formats.ts';
import { engineWords, promiseWords } from './engineWords.ts';
import './Rail.css';
import { groupByDay } from './groupByDay.ts';

interface RailProps {
  readonly route: Route;
  readonly onSearch: () => void;
  readonly onShowConnections: () => void;
}

const newestChats = { offset: 0, limit: 12 };
const newestDocuments = { offset: 0, limit: 5 };
const modifier = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';

export function Rail({ route, onSearch, onShowConnections }: RailProps) {
  const { status, engine } = useFacts();
  return (
    <header className="rail">
      <p className="rail-name">
        <SottoMark /> Sotto
      </p>
      <div className="rail-actions">
        <button
          type="button"
          className="rail-new"
          onClick={() => navigate({ kind: 'newChat', documentId: null })}
          aria-keyshortcuts="Control+N"
        >
          New chat <Keys keys={`${modifier} N`} />
        </button>
        <button type="button" className="rail-search" onClick={onSearch} aria-keyshortcuts="Control+K">
          Search everything <Keys keys={`${modifier} K`} />
        </button>
      </div>
      <nav className="rail-lists" aria-label="Main">
        <ChatLinks route={route} />
        <DocumentLinks route={route} />
        <RailGroup title="Tools">
          <RailLink
            route={{ kind: 'code' }}
            isCurrent={route.kind === 'code' || route.kind === 'codeRun'}
            icon={<CodeIcon />}
          >
            Code
          </RailLink>
          <RailLink route={{ kind: 'models' }} isCurrent={route.kind === 'models'} icon={<ModelIcon />}>
            Models
          </RailLink>
        </RailGroup>
      </nav>
      <div className="rail-foot">
        <button type="button" onClick={onShowConnections} title="Show the connection log">
          <span className="statusDot" data-connected={status.connectionsMade > 0} />
          {promiseWords(status)}
        </button>
        <a href={formatRoute({ kind: 'models' })} title="Models">
          {engineWords(engine)}
        </a>
        <a
          href={formatRoute({ kind: 'settings' })}
          aria-current={route.kind === 'settings' ? 'page' : undefined}
        >
          <SettingsIcon /> Settings
        </a>
      </div>
    </header>
  );
}

/** A hint for the eye; screen readers get aria-keyshortcuts. */
function Keys({ keys }: { readonly keys: string }) {
  return (
    <span aria-hidden="true">
      <kbd>{keys}</kbd>
    </span>
  );
}

function ChatLinks({ route }: { readonly route: Route }) {
  const { state, reload } = useQuery('chat.list', newestChats);
  useHostEvent('chat.changed', () => void reload());
  const groups = useMemo(
    () => (state.kind === 'ready' ? groupByDay(state.value.conversations, new Date()) : []),
    [state],
  );
  const rest = state.kind === 'ready' ? state.value.total - state.value.conversations.length : 0;
  if (groups.length === 0)
    return (
      <RailGroup title="Chats">
        <li className="rail-none">Your chats appear here.</li>
      </RailGroup>
    );
  return (
    <>
      {groups.map((group) => (
        <RailGroup key={group.title} title={group.title}>
          {group.rows.map((conversation) => (
            <RailLink
              key={conversation.id}
              route={{ kind: 'chat', conversationId: conversation.id }}
              isCurrent={route.kind === 'chat' && route.conversationId === conversation.id}
              icon={<ChatIcon />}
            >
              {conversation.title}
            </RailLink>
          ))}
        </RailGroup>
      ))}
      <ul>
        <RailLink
          route={{ kind: 'chats' }}
          isCurrent={route.kind === 'chats'}
          icon={null}
          count={rest > 0 ? rest + newestChats.limit : null}
        >
          All chats
        </RailLink>
      </ul>
    </>
  );
}

function DocumentLinks({ route }: { readonly route: Route }) {
  const { state, reload } = useQuery('documents.list', newestDocuments);
  useHostEvent('documents.changed', () => void reload());
  const documents = state.kind === 'ready' ? state.value.documents : [];
  const total = state.kind === 'ready' ? state.value.total : 0;
  return (
    <RailGroup title="Documents">
      {documents.map((document) => (
        <RailLink
          key={document.id}
          route={{ kind: 'document', documentId: document.id, tab: 'summary' }}
          isCurrent={route.kind === 'document' && route.documentId === document.id}
          icon={<DocumentIcon />}
        >
          {document.title}
        </RailLink>
      ))}
      <RailLink
        route={{ kind: 'documents' }}
        isCurrent={route.kind === 'documents'}
        icon={total === 0 ? <DocumentIcon /> : null}
        count={total > newestDocuments.limit ? total : null}
      >
        All documents
      </RailLink>
    </RailGroup>
  );
}

function RailGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2 className="rail-title">{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface RailLinkProps {
  readonly route: Route;
  readonly isCurrent: boolean;
  readonly icon: ReactNode;
  /** How many there are, where not all are listed. */
  readonly count?: number | null;
  readonly children: string;
}

function RailLink({ route, isCurrent, icon, count = null, children }: RailLinkProps) {
  return (
    <li>
      <a
        className={icon ? 'rail-link' : 'rail-link rail-more'}
        href={formatRoute(route)}
        aria-current={isCurrent ? 'page' : undefined}
        title={children}
      >
        {icon}
        <span>{children}</span>
        {count !== null && (
          <span className="rail-count" aria-hidden="true">
            {formatNumber(count)}
          </span>
        )}
      </a>
    </li>
  );
}
