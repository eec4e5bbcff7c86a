import { createContext, use, useEffect } from 'react';
import type { Document } from '../../shared/contract/documents.ts';

export type TakeDocuments = (documents: readonly Document[]) => void;

/** Where documents dropped onto the window go; the open screen may claim them. */
export interface DropTarget {
  current: TakeDocuments | null;
}

export const DropTargetContext = createContext<DropTarget>({ current: null });

/** Lets the open screen take documents that are dropped anywhere. Must be stable between renders. */
export function useDroppedDocuments(take: TakeDocuments): void {
  const target = use(DropTargetContext);
  useEffect(() => {
    target.current = take;
    return () => {
      if (target.current === take) target.current = null;
    };
  }, [target, take]);
}
