import { useState } from 'react';
import type { Adapter, Model } from '../../../shared/contract/models.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useHost } from '../../state/host.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { TrashIcon } from '../../ui/icons.tsx';
import { NumberInput } from '../../ui/NumberInput.tsx';
import type { ShownError } from '../../words/errors.ts';
import { formatBytes, formatCount } from '../../words/formats.ts';

/** The LoRA adapters of one model: added from a file, each with its strength. */
export function Adapters({ model }: { readonly model: Model }) {
  const { client, grantFile } = useHost();
  const [isAdding, setIsAdding] = useState(false);
  const [error, setError] = useState<ShownError | null>(null);
  const { id: modelId, adapters } = model;
  const add = async (file: File) => {
    setIsAdding(true);
    const signal = new AbortController().signal;
    const granted = await grantFile(file, { signal, onProgress: () => undefined });
    const added = granted.ok
      ? await client.request('models.addAdapter', { modelId, fileId: granted.value.fileId, scale: 1 })
      : granted;
    setError(added.ok ? null : added.error);
    setIsAdding(false);
  };
  const setScale = async (adapter: Adapter, scale: number) => {
    const changed = await client.request('models.setAdapterScale', { modelId, adapterId: adapter.id, scale });
    setError(changed.ok ? null : changed.error);
  };
  const remove = async (adapter: Adapter) => {
    const removed = await client.request('models.removeAdapter', { modelId, adapterId: adapter.id });
    setError(removed.ok ? null : removed.error);
  };
  return (
    <details className="adapters">
      <summary>
        {adapters.length === 0
          ? 'Adapters'
          : formatCount(adapters.length, { one: 'adapter', many: 'adapters' })}
        <span className="onlyForReaders"> of {model.name}</span>
      </summary>
      <p className="adapters-note">
        A LoRA adapter gives a model another manner or field. Strength 1 is as its makers meant it, 0 switches
        it off. A change counts from the next question on.
      </p>
      {error && <FailureNotice error={error} />}
      {adapters.length > 0 && (
        <ul className="adapters-list" aria-label={`Adapters of ${model.name}`}>
          {adapters.map((adapter) => (
            <li key={adapter.id}>
              <div className="adapters-words">
                <span>{adapter.name}</span>
                <span className="adapters-file">
                  {adapter.fileName} · {formatBytes(adapter.sizeBytes)}
                </span>
              </div>
              {!adapter.isFilePresent && <Chip>File missing</Chip>}
              <NumberInput
                label={`Strength of ${adapter.name}`}
                value={adapter.scale}
                min={0}
                max={2}
                step={0.1}
                onChange={(scale) => void setScale(adapter, scale)}
              />
              <IconButton
                label={`Remove the adapter ${adapter.name}`}
                icon={<TrashIcon />}
                onClick={() => void remove(adapter)}
              />
            </li>
          ))}
        </ul>
      )}
      <FileButton
        size="small"
        accept=".gguf"
        isDisabled={isAdding}
        onFiles={([file]) => {
          if (file) void add(file);
        }}
      >
        {isAdding ? 'Adding…' : 'Add an adapter'}
      </FileButton>
    </details>
  );
}
