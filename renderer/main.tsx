import './styles.ts';
import './bridge/zodWithoutEval.ts';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { connectBridge } from './bridge/bridge.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
createRoot(root).render(<App host={await connectBridge()} />);
