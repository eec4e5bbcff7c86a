import type { LibraryFolder, LibraryState } from '../../../../shared/contract/library.ts';
import { useHostEvent } from '../../../state/host.ts';
import { useQuery } from '../../../state/useQuery.ts';

const noInput = {};

/** What the library does and where it comes from, as the host tells it; null until it has. */
export function useLibrary(): {
  readonly state: LibraryState | null;
  readonly folders: readonly LibraryFolder[];
} {
  const state = useQuery('library.getState', noInput);
  const folders = useQuery('library.listFolders', noInput);
  useHostEvent('library.stateChanged', state.replace);
  useHostEvent('library.foldersChanged', folders.replace);
  return {
    state: state.state.kind === 'ready' ? state.state.value : null,
    folders: folders.state.kind === 'ready' ? folders.state.value : [],
  };
}
