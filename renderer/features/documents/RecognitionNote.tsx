import { useState } from 'react';
import type { Document } from '../../../shared/contract/documents.ts';
import {
  type Recognition,
  recognitionLanguageSchema,
  recognitionLanguages,
} from '../../../shared/recognition.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { Select } from '../../ui/Select.tsx';
import { languageName } from '../../words/formats.ts';
import { recognitionWords } from '../../words/recognition.ts';
import { useReadAgain } from './useReadAgain.ts';

interface RecognitionNoteProps {
  readonly document: Document;
  readonly recognition: Recognition;
  readonly onRead: () => void;
}

const languages = recognitionLanguageSchema.options.map((language) => ({
  value: language,
  label: languageName(recognitionLanguages[language].tag),
}));

/** Says that the text was recognised in pictures, and lets the person have it read in another language. */
export function RecognitionNote({ document, recognition, onRead }: RecognitionNoteProps) {
  const [chosen, setChosen] = useState(recognition.language ?? 'eng');
  const reading = useReadAgain(document.id, onRead);
  const { state } = reading;
  return (
    <>
      <Notice {...recognitionWords(recognition, document.pages)}>
        <Select
          label="Language of the pictures"
          value={chosen}
          options={languages}
          isDisabled={state.kind === 'reading'}
          onChange={setChosen}
        />
        {state.kind === 'reading' ? (
          <Button onClick={reading.stop}>Stop</Button>
        ) : (
          <Button onClick={() => reading.start(chosen)} disabled={chosen === recognition.language}>
            Read again
          </Button>
        )}
      </Notice>
      {state.kind === 'reading' && (
        <div className="recognitionNote-progress" role="status">
          <p>{state.total ? `Reading page ${state.done} of ${state.total}` : 'Reading the file again'}</p>
          <ProgressBar label="Reading the file again" ratio={state.total ? state.done / state.total : null} />
        </div>
      )}
      {state.kind === 'failed' && (
        <FailureNotice error={state.error}>
          {state.error.code === 'documents.fileMissing' && (
            <FileButton size="small" onFiles={([file]) => file && reading.start(chosen, file)}>
              Choose the file
            </FileButton>
          )}
        </FailureNotice>
      )}
    </>
  );
}
