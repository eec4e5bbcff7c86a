import { useCallback } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import { listFormatFamilies } from '../../../shared/formats.ts';
import { ImportList } from '../../parts/ImportList.tsx';
import { useDroppedDocuments } from '../../state/dropTarget.ts';
import { useFacts } from '../../state/facts.tsx';
import { useImports } from '../../state/ImportsProvider.tsx';
import { navigate } from '../../state/useRoute.ts';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { SottoMark } from '../../ui/icons.tsx';
import './FirstRun.css';

/** What Sotto is, and three ways to begin. */
export function FirstRun() {
  const facts = useFacts();
  const { updateSettings } = facts;
  const imports = useImports();
  const isBusy = imports.list.some((one) => one.phase.kind !== 'failed');
  const leave = () => updateSettings({ isFirstRunDone: true });
  const openDocument = async (adding: Promise<Document | null | undefined>) => {
    const document = await adding;
    if (!document) return;
    navigate({ kind: 'document', documentId: document.id, tab: 'summary' }, { isReplacing: true });
    await leave();
  };
  useDroppedDocuments(
    useCallback(
      ([first]: readonly Document[]) => {
        if (!first) return;
        navigate({ kind: 'document', documentId: first.id, tab: 'summary' }, { isReplacing: true });
        void updateSettings({ isFirstRunDone: true });
      },
      [updateSettings],
    ),
  );
  const [model] = facts.models;
  const addModel = async (file: File) => {
    if (!(await imports.addModel(file))) return;
    navigate({ kind: 'newChat', documentId: null }, { isReplacing: true });
    await leave();
  };
  return (
    <main className="firstRun">
      <div className="firstRun-column">
        <p className="firstRun-name">
          <SottoMark /> Sotto
        </p>
        <h1>An assistant that never leaves this device.</h1>
        <p className="firstRun-promise">
          Summarise whole documents, ask your files, chat and get help with code, offline. Nothing you type or
          open is sent anywhere.
        </p>
        <section className="card firstRun-card firstRun-main" aria-labelledby="first-try">
          <h2 id="first-try">See it work, in a few seconds</h2>
          <p>
            A sample document is read from its first to its last page. You get its key sentences at once, each
            with the page it stands on. No model needed.
          </p>
          <Button look="primary" disabled={isBusy} onClick={() => void openDocument(imports.addSample())}>
            Try it now with a sample document
          </Button>
        </section>
        <div className="firstRun-pair">
          <section className="card firstRun-card" aria-labelledby="first-file">
            <h2 id="first-file">Begin with your own file</h2>
            <p>Key sentences and search work at once on {listFormatFamilies().join(', ')}.</p>
            <FileButton
              isDisabled={isBusy}
              onFiles={(files) => void openDocument(imports.addDocuments(files).then(([first]) => first))}
            >
              Open a file
            </FileButton>
          </section>
          <section className="card firstRun-card" aria-labelledby="first-model">
            <h2 id="first-model">{model ? `${model.name} is ready` : 'I already have a model'}</h2>
            <p>
              {model
                ? 'It writes answers and summaries, on this device.'
                : 'A GGUF file, for example from LM Studio. It writes answers and summaries.'}
            </p>
            {model ? (
              <Button onClick={() => void leave()}>Start a chat</Button>
            ) : (
              <FileButton
                accept=".gguf"
                isDisabled={isBusy}
                onFiles={([file]) => file && void addModel(file)}
              >
                Add a model file
              </FileButton>
            )}
          </section>
        </div>
        <ImportList kind="document" />
        <ImportList kind="model" />
        <div className="firstRun-foot">
          <p>
            <span className="statusDot" />
            Connections made so far: {facts.status.connectionsMade}
          </p>
          <Button look="plain" onClick={() => void leave()}>
            Not now
          </Button>
        </div>
      </div>
    </main>
  );
}
