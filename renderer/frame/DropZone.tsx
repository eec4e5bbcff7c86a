import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type DropTarget, DropTargetContext } from '../state/dropTarget.ts';
import { useImports } from '../state/ImportsProvider.tsx';
import { isModelFile } from '../state/imports.ts';
import { navigate } from '../state/useRoute.ts';

/** Takes files dropped anywhere: models are installed, everything else is a document. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const imports = useImports();
  const target = useMemo<DropTarget>(() => ({ current: null }), []);
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(imports);
  useEffect(() => {
    latest.current = imports;
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
      void take([...(event.dataTransfer?.files ?? [])]);
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
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    addEventListener('dragenter', listeners.dragenter);
    addEventListener('dragleave', listeners.dragleave);
    addEventListener('dragover', listeners.dragover);
    addEventListener('drop', listeners.drop);
    return () => {
      removeEventListener('dragenter', listeners.dragenter);
      removeEventListener('dragleave', listeners.dragleave);
      removeEventListener('dragover', listeners.dragover);
      removeEventListener('drop', listeners.drop);
    };
  }, [target]);
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
