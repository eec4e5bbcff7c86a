import { useImports } from '../state/ImportsProvider.tsx';
import { FileButton } from '../ui/FileButton.tsx';

interface AddModelButtonProps {
  readonly look?: 'primary' | 'outline';
  readonly onAdded?: () => void;
  readonly children?: string;
}

/** Chooses a model file and adds it. */
export function AddModelButton({
  look = 'outline',
  onAdded,
  children = 'Add a model file',
}: AddModelButtonProps) {
  const imports = useImports();
  return (
    <FileButton
      look={look}
      accept=".gguf"
      onFiles={([file]) => {
        if (file) void imports.addModel(file).then((model) => model && onAdded?.());
      }}
    >
      {children}
    </FileButton>
  );
}
