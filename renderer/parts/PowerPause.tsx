import { useFacts } from '../state/facts.tsx';
import { useClient } from '../state/host.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { pauseWords } from '../words/energyWords.ts';

/** Says that background work is paused to spare power, and lets the person decide otherwise; nothing where it runs. */
export function PowerPause() {
  const { engine } = useFacts();
  const client = useClient();
  const words = pauseWords(engine.energy);
  if (words === null) return null;
  return (
    <Notice {...words}>
      <Button size="small" onClick={() => void client.request('models.continueBackground', {})}>
        Continue anyway
      </Button>
    </Notice>
  );
}
