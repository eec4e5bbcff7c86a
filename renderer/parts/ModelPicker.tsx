import { chatModels, currentModel, useFacts } from '../state/facts.tsx';
import { ChevronDownIcon } from '../ui/icons.tsx';
import './ModelPicker.css';

/** Chooses the model that answers from now on. */
export function ModelPicker() {
  const facts = useFacts();
  const models = chatModels(facts.models);
  const model = currentModel(facts);
  if (!model) return null;
  return (
    <div className="modelPicker">
      <select
        aria-label="Model"
        value={model.id}
        onChange={(event) => {
          const chosen = models.find((one) => one.id === event.target.value);
          if (chosen) void facts.updateSettings({ defaultModelId: chosen.id });
        }}
      >
        {models.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      <ChevronDownIcon />
    </div>
  );
}
