import '../../../renderer/styles.ts';
import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/App.tsx';
import { createPreviewHost } from '../previewHost.ts';

const root = document.getElementById('root');
const query = new URLSearchParams(location.search);
if (root)
  createRoot(root).render(
    <App
      host={createPreviewHost({
        isFirstRun: query.has('first'),
        hasModel: !query.has('nomodel'),
        isEmpty: query.has('empty'),
        isCrashing: query.has('crash'),
        isOnBattery: query.has('battery'),
        many: Number(query.get('many') ?? 0),
      })}
    />,
  );
