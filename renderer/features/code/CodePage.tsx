import { useState } from 'react';
import type { CodeAction, Source } from '../../../shared/contract/code.ts';
import { AddModelButton } from '../../parts/AddModelButton.tsx';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { ImportList } from '../../parts/ImportList.tsx';
import { ModelPicker } from '../../parts/ModelPicker.tsx';
import { currentModel, useFacts } from '../../state/facts.tsx';
import { useHost } from '../../state/host.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Field.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { StopIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import type { ShownError } from '../../words/errors.ts';
import { actionHint, actionLabel, codeActions } from './actions.ts';
import { CodeHistory } from './CodeHistory.tsx';
import { useCodeRuns } from './CodeRunsProvider.tsx';
import './code.css';
import { phaseWords } from './phaseWords.ts';

type OpenSource = Omit<Source, 'language'>;

const empty: OpenSource = { fileName: '', text: '', fileId: null };

/** Where help on a source file starts. */
export function CodePage() {
  const { client, grantFile } = useHost();
  const facts = useFacts();
  const { live, run, stop } = useCodeRuns();
  const [source, setSource] = useState<OpenSource>(() => (live?.error ? live.asked.source : empty));
  const [action, setAction] = useState<CodeAction>('explain');
  const [instruction, setInstruction] = useState('');
  const [error, setError] = useState<ShownError | null>(null);
  const hasModel = currentModel(facts) !== null;
  const isStarting = live !== null && live.run === null && live.phase.kind !== 'ended';
  const openFile = async (file: File) => {
    setError(null);
    const granted = await grantFile(file, {
      signal: AbortSignal.timeout(60_000),
      onProgress: () => undefined,
    });
    if (!granted.ok) return setError(granted.error);
    const opened = await client.request('code.openFile', { fileId: granted.value.fileId });
    if (opened.ok) setSource(opened.value);
    else setError(opened.error);
  };
  const start = () =>
    run({
      action,
      source: { ...source, fileName: source.fileName.trim() || 'pasted.txt' },
      instruction: instruction.trim(),
    });
  const shownError = error ?? (live?.run === null ? live.error : null);
  return (
    <div className="page">
      <PageHeader title="Code">
        <ModelPicker />
      </PageHeader>
      <div className="page-scroll">
        <div className="page-column">
          {!hasModel && (
            <Notice
              what="Help with code needs a model, and none is installed yet."
              next="Add a model file (.gguf); one made for code does best."
            >
              <AddModelButton look="primary" />
            </Notice>
          )}
          <ImportList kind="model" />
          {shownError && <FailureNotice error={shownError} />}
          <form
            className="card codeForm"
            onSubmit={(event) => {
              event.preventDefault();
              start();
            }}
          >
            <div className="codeForm-file">
              <input
                className="textInput"
                aria-label="File name"
                placeholder="File name, for example invoice.ts"
                value={source.fileName}
                readOnly={source.fileId !== null}
                onChange={(event) => setSource({ ...source, fileName: event.target.value })}
              />
              <FileButton onFiles={([file]) => file && void openFile(file)}>Open a file</FileButton>
              {source.text !== '' && (
                <Button look="plain" onClick={() => setSource(empty)}>
                  Clear
                </Button>
              )}
            </div>
            <textarea
              className="textInput codeForm-source"
              aria-label="Source"
              placeholder="Paste code here, or open a file"
              rows={14}
              spellCheck={false}
              autoCapitalize="off"
              value={source.text}
              // A text that was changed here is no longer the file's.
              onChange={(event) => setSource({ ...source, text: event.target.value, fileId: null })}
            />
            <Choice
              legend="What to do"
              isLegendHidden
              value={action}
              options={codeActions}
              onChange={setAction}
            />
            <div className="codeForm-ask">
              <input
                className="textInput"
                aria-label="Instruction, optional"
                placeholder={actionHint(action)}
                maxLength={20_000}
                value={instruction}
                onChange={(event) => setInstruction(event.target.value)}
              />
              {isStarting ? (
                <Button icon={<StopIcon />} onClick={stop}>
                  Stop
                </Button>
              ) : (
                <Button look="primary" type="submit" disabled={!hasModel || source.text.trim() === ''}>
                  {actionLabel(action)}
                </Button>
              )}
            </div>
            {isStarting && live && (
              <p className="codeForm-waiting" role="status">
                {phaseWords(live.phase)}
              </p>
            )}
          </form>
          <CodeHistory />
        </div>
      </div>
    </div>
  );
}
