import { useQuery } from '../../state/useQuery.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { type ChatScope, collectionIdsOf, isAboutEverything, withCollections } from './chatScope.ts';

interface AttachedCollectionsProps {
  readonly scope: ChatScope;
  readonly onChange: (scope: ChatScope) => void;
}

const nothing = {};

/** The collections a chat asks in, or that it asks everywhere. */
export function AttachedCollections({ scope, onChange }: AttachedCollectionsProps) {
  const { state } = useQuery('collections.list', nothing);
  const names = new Map(state.kind === 'ready' ? state.value.map(({ id, name }) => [id, name]) : []);
  const isKnown = state.kind === 'ready';
  const chosen = collectionIdsOf(scope);
  if (isAboutEverything(scope)) return <Chip name="All documents" onDetach={() => onChange(null)} />;
  return chosen.map((id) => (
    <Chip
      key={id}
      name={names.get(id) ?? (isKnown ? 'Removed collection' : 'Collection')}
      onDetach={() =>
        onChange(
          withCollections(
            scope,
            chosen.filter((one) => one !== id),
          ),
        )
      }
    />
  ));
}

function Chip({ name, onDetach }: { readonly name: string; readonly onDetach: () => void }) {
  return (
    <span className="attachedDocument">
      <span className="attachedDocument-name" dir="auto">
        {name}
      </span>
      <button type="button" aria-label={`Do not ask in ${name}`} onClick={onDetach}>
        <CloseIcon />
      </button>
    </span>
  );
}
