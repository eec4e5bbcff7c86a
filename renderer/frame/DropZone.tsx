import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type DropTarget, DropTargetContext } from '../state/dropTarget.ts';
import { filesWithin } from '../state/filesWithin.ts';
import { useHost } from '../state/host.ts';
import { useImports } from '../state/ImportsProvider.tsx';
import { isModelFile } from '../state/imports.ts';
import { parseRoute } from '../state/route.ts';
import { useAddFolder } from '../state/useAddFolder.ts';
import { navigate } from '../state/useRoute.ts';
import { pastedName } from '../words/formats.ts';

/** Takes files dropped or pasted anywhere: models are installed, everything else is a document. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const imports = useImports();
  const target = useMemo<DropTarget>(() => ({ current: null }), []);
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(imports);
  const addFolder = useAddFolder();
  // In the desktop app only what lies on the disk can be named to the host.
  const canKeepText = useHost().surface === 'browser';
  const latestFolder = useRef(addFolder);
  useEffect(() => {
    latest.current = imports;
    latestFolder.current = addFolder;
  });
  useEffect(() => {
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onEnter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth += 1;
      setIsOver(true);
    };
    const onLeave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    };
    const onOver = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      // Without this the window would go to the file.
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      const items = [...(event.dataTransfer?.items ?? [])];
      // Entries are to be had during this event only.
      const folders = items.flatMap((item) => {
        const entry = item.webkitGetAsEntry();
        const file = item.getAsFile();
        return entry?.isDirectory && file ? [{ entry, file }] : [];
      });
      const inFolders = new Set(folders.map(({ file }) => file.name));
      const files = [...(event.dataTransfer?.files ?? [])].filter((file) => !inFolders.has(file.name));
      if (files.length > 0 || folders.length === 0) void take(files);
      for (const folder of folders) void takeFolder(folder);
    };
    const takeFolder = async ({ entry, file }: { entry: FileSystemEntry; file: File }) => {
      navigate({ kind: 'documents' });
      if (!(await latestFolder.current(file))) await latest.current.addDocuments(await filesWithin(entry));
    };
    const take = async (files: readonly File[]) => {
      const models = files.filter((file) => isModelFile(file.name));
      const others = files.filter((file) => !isModelFile(file.name));
      const claim = target.current;
      if (models.length > 0 && !claim) navigate({ kind: 'models' });
      for (const model of models) void latest.current.addModel(model);
      if (others.length === 0) return;
      if (!claim) navigate({ kind: 'documents' });
      const documents = await latest.current.addDocuments(others);
      const [first] = documents;
      if (claim) claim(documents);
      else if (first && others.length === 1)
        navigate({ kind: 'document', documentId: first.id, tab: 'summary' });
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) {
        event.preventDefault();
        return void take(files);
      }
      const text = event.clipboardData?.getData('text/plain') ?? '';
      // Text goes where one writes, as everywhere; elsewhere on the Documents page it becomes a document.
      const isWriting =
        event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]');
      if (isWriting || !canKeepText || text.trim() === '' || parseRoute(location.hash).kind !== 'documents')
        return;
      void take([new File([text], pastedName(new Date()), { type: 'text/plain' })]);
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    addEventListener('dragenter', listeners.dragenter);
    addEventListener('dragleave', listeners.dragleave);
    addEventListener('dragover', listeners.dragover);
    addEventListener('drop', listeners.drop);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragenter', listeners.dragenter);
      removeEventListener('dragleave', listeners.dragleave);
      removeEventListener('dragover', listeners.dragover);
      removeEventListener('drop', listeners.drop);
      removeEventListener('paste', onPaste);
    };
  }, [target, canKeepText]);
  return (
    <DropTargetContext value={target}>
      {children}
      {isOver && (
        <div className="dropVeil">
          <b>Drop to add</b>
          <span>Documents go to the library, .gguf files to your models</span>
        </div>
      )}
    </DropTargetContext>
  );
}
