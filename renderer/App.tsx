import { useEffect, useState } from 'react';
import { AnswersProvider } from './features/chats/AnswersProvider.tsx';
import { ChatPage } from './features/chats/ChatPage.tsx';
import { ChatsPage } from './features/chats/ChatsPage.tsx';
import { NewChatPage } from './features/chats/NewChatPage.tsx';
import { CodePage } from './features/code/CodePage.tsx';
import { CodeRunPage } from './features/code/CodeRunPage.tsx';
import { CodeRunsProvider } from './features/code/CodeRunsProvider.tsx';
import { ComparePage } from './features/comparing/ComparePage.tsx';
import { DigestPage } from './features/comparing/DigestPage.tsx';
import { DocumentPage } from './features/documents/DocumentPage.tsx';
import { DocumentsPage } from './features/documents/DocumentsPage.tsx';
import { FirstRun } from './features/firstRun/FirstRun.tsx';
import { ModelsPage } from './features/models/ModelsPage.tsx';
import { SearchDialog } from './features/search/SearchDialog.tsx';
import { ConnectionsDialog } from './features/settings/ConnectionsDialog.tsx';
import { SettingsPage } from './features/settings/SettingsPage.tsx';
import { SourcePanel } from './features/source/SourcePanel.tsx';
import { DropZone } from './frame/DropZone.tsx';
import { Frame } from './frame/Frame.tsx';
import { FactsProvider, useFacts } from './state/facts.tsx';
import { type Host, HostContext, useConnectionStatus } from './state/host.ts';
import { ImportsProvider } from './state/ImportsProvider.tsx';
import { KeptViewsProvider } from './state/keptViews.tsx';
import { formatRoute, type Route } from './state/route.ts';
import { SourceProvider, useSource } from './state/source.tsx';
import { navigate, useRoute } from './state/useRoute.ts';
import { useVisibility } from './state/useVisibility.ts';
import { Button } from './ui/Button.tsx';
import { LinkQuestionContext } from './ui/ExternalLink.tsx';
import { Notice } from './ui/Notice.tsx';

/** The whole window, over whichever way to the host. */
export function App({ host }: { readonly host: Host }) {
  return (
    <HostContext value={host}>
      <LinkQuestionContext value={host.surface === 'desktop' ? 'outside' : 'here'}>
        <FactsProvider
          waiting={<Waiting />}
          renderFailure={({ words, retry }) => (
            <main className="wholePage">
              <Notice {...words} tone="failed">
                <Button onClick={retry}>Try again</Button>
              </Notice>
            </main>
          )}
        >
          <ImportsProvider>
            <AnswersProvider>
              <CodeRunsProvider>
                <SourceProvider>
                  <KeptViewsProvider>
                    <Window />
                  </KeptViewsProvider>
                </SourceProvider>
              </CodeRunsProvider>
            </AnswersProvider>
          </ImportsProvider>
        </FactsProvider>
      </LinkQuestionContext>
    </HostContext>
  );
}

function Window() {
  const { settings } = useFacts();
  const route = useRoute();
  const source = useSource();
  useVisibility();
  const [dialog, setDialog] = useState<'none' | 'search' | 'connections'>('none');
  const isFrameShown = settings.isFirstRunDone;

  useEffect(() => {
    const root = document.documentElement;
    if (settings.theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', settings.theme);
  }, [settings.theme]);
  useEffect(() => {
    if (!isFrameShown) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === 'k') setDialog('search');
      else if (key === 'n') navigate({ kind: 'newChat', documentId: null });
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isFrameShown]);

  const place = formatRoute(route);
  const { close } = source;
  const section = route.kind;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a source belongs to the page that opened it.
  useEffect(() => () => close(), [section, close]);

  if (!isFrameShown)
    return (
      <>
        <Disconnected />
        <DropZone>
          <FirstRun />
        </DropZone>
      </>
    );
  return (
    <DropZone>
      <Frame
        route={route}
        banner={<Disconnected />}
        panel={source.target && <SourcePanel target={source.target} />}
        onSearch={() => setDialog('search')}
        onShowConnections={() => setDialog('connections')}
      >
        <Screen
          key={place.replace(/\/text$/, '')}
          route={route}
          onShowConnections={() => setDialog('connections')}
        />
      </Frame>
      {dialog === 'search' && <SearchDialog onClose={() => setDialog('none')} />}
      {dialog === 'connections' && <ConnectionsDialog onClose={() => setDialog('none')} />}
    </DropZone>
  );
}

function Screen({
  route,
  onShowConnections,
}: {
  readonly route: Route;
  readonly onShowConnections: () => void;
}) {
  switch (route.kind) {
    case 'newChat':
      return <NewChatPage documentId={route.documentId} collectionId={route.collectionId ?? null} />;
    case 'chats':
      return <ChatsPage />;
    case 'chat':
      return <ChatPage conversationId={route.conversationId} />;
    case 'documents':
      return <DocumentsPage />;
    case 'document':
      return <DocumentPage documentId={route.documentId} tab={route.tab} />;
    case 'compare':
      return <ComparePage firstId={route.documentId} />;
    case 'digest':
      return <DigestPage />;
    case 'code':
      return <CodePage />;
    case 'codeRun':
      return <CodeRunPage runId={route.runId} />;
    case 'models':
      return <ModelsPage />;
    case 'settings':
      return <SettingsPage onShowConnections={onShowConnections} />;
  }
}

function Disconnected() {
  switch (useConnectionStatus()) {
    case 'connected':
      return null;
    case 'reconnecting':
      return (
        <p className="banner" role="status">
          Sotto’s host was closed. Reconnecting…
        </p>
      );
    case 'signedOut':
      return (
        <p className="banner" role="alert">
          This window is no longer signed in. Open Sotto again with the link it printed when it started.
        </p>
      );
  }
}

function Waiting() {
  const status = useConnectionStatus();
  return (
    <main className="wholePage" role="status">
      {status === 'connected'
        ? 'Opening Sotto…'
        : status === 'signedOut'
          ? 'This window is not signed in. Open Sotto with the link it printed when it started.'
          : 'Waiting for Sotto’s host. Start Sotto, and this window connects by itself.'}
    </main>
  );
}
