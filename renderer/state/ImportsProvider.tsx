import { createContext, type ReactNode, use, useCallback, useMemo, useReducer, useRef } from 'react';
import type { Document } from '../../shared/contract/documents.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Model } from '../../shared/contract/models.ts';
import { useHost } from './host.ts';
import { type Import, needsPassword, reduceImports } from './imports.ts';
import { createLockedFiles } from './lockedFiles.ts';

export interface Imports {
  readonly list: readonly Import[];
  /** Adds files one after another. @returns those that are in the library now. */
  readonly addDocuments: (files: readonly File[]) => Promise<readonly Document[]>;
  readonly addSample: () => Promise<Document | null>;
  readonly addModel: (file: File) => Promise<Model | null>;
  /** Reads a protected file with its password; a wrong one is asked for again. */
  readonly enterPassword: (id: number, password: string) => void;
  /** Opens the question for the password, or puts it away; the file stays in the list. */
  readonly askPassword: (id: number, isAsking: boolean) => void;
  /** Stops one that is under way, or puts away one that failed. */
  readonly leave: (id: number) => void;
  readonly leaveAll: (ids: readonly number[]) => void;
}

const ImportsContext = createContext<Imports | null>(null);

export function useImports(): Imports {
  const imports = use(ImportsContext);
  if (!imports) throw new Error('No imports above this component.');
  return imports;
}

type DocumentSource = InputOf<'documents.add'>['source'];

/** Lives above the screens, so that a file goes on being added whatever one looks at. */
export function ImportsProvider({ children }: { readonly children: ReactNode }) {
  const { client, grantFile } = useHost();
  const [list, dispatch] = useReducer(reduceImports, []);
  const controllers = useRef(new Map<number, AbortController>());
  const lastId = useRef(0);
  const locked = useRef(createLockedFiles());

  const begin = useCallback((kind: Import['kind'], fileName: string): number => {
    lastId.current += 1;
    const id = lastId.current;
    controllers.current.set(id, new AbortController());
    dispatch({ kind: 'begun', imports: [{ id, kind, fileName, phase: { kind: 'waiting' } }] });
    return id;
  }, []);

  const grant = useCallback(
    async (id: number, file: File) => {
      const signal = signalOf(controllers.current, id);
      const onProgress = (ratio: number) =>
        dispatch({ kind: 'moved', id, phase: { kind: 'copying', ratio } });
      const granted = await grantFile(file, { signal, onProgress });
      if (!granted.ok && !signal.aborted)
        dispatch({ kind: 'moved', id, phase: { kind: 'failed', error: granted.error } });
      return granted.ok && !signal.aborted ? granted.value.fileId : null;
    },
    [grantFile],
  );

  const addSource = useCallback(
    async (id: number, source: DocumentSource, password?: string): Promise<Document | null> => {
      const signal = signalOf(controllers.current, id);
      const input = { source, ...(password === undefined ? {} : { password }) };
      for await (const event of client.open('documents.add', input, { signal })) {
        if (event.kind === 'item') {
          const { step, done, total } = event.item;
          dispatch({ kind: 'moved', id, phase: { kind: step, done, total } });
        } else if (event.kind === 'finished') {
          dispatch({ kind: 'left', ids: [id] });
          return event.value.document;
        } else if (signal.aborted || event.error.code === 'documents.cancelled') {
          dispatch({ kind: 'left', ids: [id] });
        } else if (needsPassword(event.error)) {
          locked.current.lock(id, source);
          dispatch({ kind: 'moved', id, phase: { kind: 'locked', error: event.error, isAsking: true } });
        } else dispatch({ kind: 'moved', id, phase: { kind: 'failed', error: event.error } });
      }
      return null;
    },
    [client],
  );

  const leave = useCallback((ids: readonly number[]) => {
    for (const id of ids) {
      locked.current.forget(id);
      controllers.current.get(id)?.abort();
      controllers.current.delete(id);
    }
    dispatch({ kind: 'left', ids });
  }, []);

  const imports = useMemo<Imports>(
    () => ({
      list,
      addDocuments: async (files) => {
        const begun = files.map((file) => ({ file, id: begin('document', file.name) }));
        const documents: Document[] = [];
        const unlocking: Promise<Document | null>[] = [];
        for (const { file, id } of begun) {
          if (signalOf(controllers.current, id).aborted) continue;
          const fileId = await grant(id, file);
          const document = fileId && (await addSource(id, { kind: 'file', fileId }));
          if (document) documents.push(document);
          else unlocking.push(locked.current.opened(id));
        }
        // The other files do not wait for the passwords of these.
        return [...documents, ...(await Promise.all(unlocking)).filter((document) => document !== null)];
      },
      addSample: () => addSource(begin('document', 'the sample document'), { kind: 'sample' }),
      addModel: async (file) => {
        const id = begin('model', file.name);
        const fileId = await grant(id, file);
        if (!fileId) return null;
        dispatch({ kind: 'moved', id, phase: { kind: 'checking' } });
        const added = await client.request(
          'models.add',
          { fileId },
          { signal: signalOf(controllers.current, id) },
        );
        dispatch(
          added.ok
            ? { kind: 'left', ids: [id] }
            : { kind: 'moved', id, phase: { kind: 'failed', error: added.error } },
        );
        return added.ok ? added.value : null;
      },
      enterPassword: (id, password) => {
        const source = locked.current.unlock(id);
        if (!source) return;
        dispatch({ kind: 'moved', id, phase: { kind: 'parsing', done: 0, total: null } });
        void addSource(id, source, password).then((document) => locked.current.settle(id, document));
      },
      askPassword: (id, isAsking) => {
        dispatch({ kind: 'asked', id, isAsking });
        if (!isAsking) locked.current.giveUp(id);
      },
      leave: (id) => leave([id]),
      leaveAll: leave,
    }),
    [list, client, begin, grant, addSource, leave],
  );
  return <ImportsContext value={imports}>{children}</ImportsContext>;
}

/** One that was put away counts as aborted. */
function signalOf(controllers: ReadonlyMap<number, AbortController>, id: number): AbortSignal {
  return controllers.get(id)?.signal ?? AbortSignal.abort();
}
