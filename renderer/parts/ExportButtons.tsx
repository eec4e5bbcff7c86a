import { useState } from 'react';
import type { Paper, PaperFormat } from '../../shared/contract/papers.ts';
import { useClient } from '../state/host.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { downloadFile } from '../ui/downloadFile.ts';
import { DownloadIcon } from '../ui/icons.tsx';
import type { ShownError } from '../words/errors.ts';
import './ExportButtons.css';
import { FailureNotice } from './FailureNotice.tsx';

/** Keeps a result as a file, or prints it. */
export function ExportButtons({ paper }: { readonly paper: () => Paper }) {
  const client = useClient();
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const nameOf = ({ title }: Paper, extension: string) =>
    `${title.replace(/[\\/:*?"<>|]+/g, ' ').slice(0, 80)}.${extension}`;
  const save = async (format: PaperFormat) => {
    const made = paper();
    const written = await client.request('papers.write', { paper: made, format });
    if (!written.ok) return setError(written.error);
    const content = Uint8Array.from(atob(written.value.base64), (character) => character.charCodeAt(0));
    downloadFile({ fileName: nameOf(made, format), type: types[format], content });
    setIsOpen(false);
  };
  const print = () => {
    setIsOpen(false);
    // The dialog has to be gone from the page first.
    setTimeout(() => window.print(), 50);
  };
  return (
    <>
      <Button
        icon={<DownloadIcon />}
        onClick={() => {
          setError(null);
          setIsOpen(true);
        }}
      >
        Export
      </Button>
      {isOpen && (
        <Dialog title="Export" onClose={() => setIsOpen(false)}>
          <div className="dialog-body exportChoices">
            {error && <FailureNotice error={error} />}
            <p>Pages stay beside every statement, with the date, the model and how much was read.</p>
            <Button onClick={() => void save('docx')}>Word file (docx)</Button>
            <Button onClick={() => void save('pdf')}>PDF file</Button>
            <Button onClick={() => void save('md')}>Markdown file (md)</Button>
            <Button onClick={print}>Print</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

const types: Readonly<Record<PaperFormat, string>> = {
  md: 'text/markdown;charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};
