import type { ReactNode } from 'react';
import { useFacts } from '../state/facts.tsx';
import { formatRoute, type Route } from '../state/route.ts';
import { ChatIcon, CodeIcon, DocumentIcon, ModelIcon, SearchIcon, SettingsIcon } from '../ui/icons.tsx';
import { engineWords, promiseWords } from './engineWords.ts';
import './Frame.css';
import { Rail } from './Rail.tsx';

interface FrameProps {
  readonly route: Route;
  readonly banner: ReactNode;
  readonly panel: ReactNode;
  readonly children: ReactNode;
  readonly onSearch: () => void;
  readonly onShowConnections: () => void;
}

/** The rail, the page and the source beside it; on small screens tabs, the page and a sheet. */
export function Frame({ route, banner, panel, children, onSearch, onShowConnections }: FrameProps) {
  return (
    <div className="frame">
      <button type="button" className="frame-skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <Rail route={route} onSearch={onSearch} onShowConnections={onShowConnections} />
      <div className="frame-middle">
        <StatusStrip onSearch={onSearch} onShowConnections={onShowConnections} />
        {banner}
        <main className="frame-main" id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      {panel}
      <Tabs route={route} />
    </div>
  );
}

/** On small screens: the promise stays in sight. */
function StatusStrip({ onSearch, onShowConnections }: Pick<FrameProps, 'onSearch' | 'onShowConnections'>) {
  const { status, engine } = useFacts();
  return (
    <header className="statusStrip">
      <button type="button" onClick={onShowConnections}>
        <span className="statusDot" data-connected={status.connectionsMade > 0} />
        {promiseWords(status)}
      </button>
      <span>{engineWords(engine)}</span>
      <button type="button" aria-label="Search everything" onClick={onSearch}>
        <SearchIcon />
      </button>
    </header>
  );
}

const tabs = [
  { label: 'Chats', icon: <ChatIcon />, route: { kind: 'chats' }, kinds: ['chats', 'chat', 'newChat'] },
  {
    label: 'Documents',
    icon: <DocumentIcon />,
    route: { kind: 'documents' },
    kinds: ['documents', 'document', 'compare', 'digest'],
  },
  { label: 'Code', icon: <CodeIcon />, route: { kind: 'code' }, kinds: ['code', 'codeRun'] },
  { label: 'Models', icon: <ModelIcon />, route: { kind: 'models' }, kinds: ['models'] },
  { label: 'Settings', icon: <SettingsIcon />, route: { kind: 'settings' }, kinds: ['settings'] },
] as const satisfies readonly {
  label: string;
  icon: ReactNode;
  route: Route;
  kinds: readonly Route['kind'][];
}[];

function Tabs({ route }: { readonly route: Route }) {
  return (
    <nav className="tabs" aria-label="Sections">
      {tabs.map((tab) => (
        <a
          key={tab.label}
          href={formatRoute(tab.route)}
          aria-current={tab.kinds.some((kind) => kind === route.kind) ? 'page' : undefined}
        >
          {tab.icon}
          {tab.label}
        </a>
      ))}
    </nav>
  );
}
