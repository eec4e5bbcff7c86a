import { useState } from 'react';
import type { Paper } from '../../shared/contract/papers.ts';
import { paperMarkdown } from '../../shared/papers/paperMarkdown.ts';
import { useClient } from '../state/host.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { downloadFile } from '../ui/downloadFile.ts';
import { DownloadIcon } from '../ui/icons.tsx';
import type { ShownError } from '../words/errors.ts';
import './ExportButtons.css';
import { FailureNotice } from './FailureNotice.tsx';

/** Keeps a result as a file: Markdown, Word, or PDF through the system's print dialog. */
export function ExportButtons({ paper }: { readonly paper: () => Paper }) {
  const client = useClient();
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const nameOf = ({ title }: Paper, extension: string) =>
    `${title.replace(/[\\/:*?"<>|]+/g, ' ').slice(0, 80)}.${extension}`;
  const saveMarkdown = () => {
    const made = paper();
    downloadFile({
      fileName: nameOf(made, 'md'),
      type: 'text/markdown;charset=utf-8',
      content: paperMarkdown(made),
    });
    setIsOpen(false);
  };
  const saveWord = async () => {
    const made = paper();
    const written = await client.request('papers.writeDocx', { paper: made });
    if (!written.ok) return setError(written.error);
    const content = Uint8Array.from(atob(written.value.base64), (character) => character.charCodeAt(0));
    downloadFile({ fileName: nameOf(made, 'docx'), type: wordType, content });
    setIsOpen(false);
  };
  const print = () => {
    setIsOpen(false);
    // The dialog has to be gone from the page first.
    setTimeout(() => window.print(), 50);
  };
  return (
    <>
      <Button icon={<DownloadIcon />} onClick={() => setIsOpen(true)}>
        Export
      </Button>
      {isOpen && (
        <Dialog title="Export" onClose={() => setIsOpen(false)}>
          <div className="dialog-body exportChoices">
            {error && <FailureNotice error={error} />}
            <p>Pages stay beside every statement, with the date, the model and how much was read.</p>
            <Button onClick={() => void saveWord()}>Word file (docx)</Button>
            <Button onClick={saveMarkdown}>Markdown file (md)</Button>
            <Button onClick={print}>Print, or save as PDF</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
