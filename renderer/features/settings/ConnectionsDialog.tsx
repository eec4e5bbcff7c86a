import type { Connection } from '../../../shared/contract/app.ts';
import { FailureNotice } from '../../parts/FailureNotice.tsx';
import { useHostEvent } from '../../state/host.ts';
import { useQuery } from '../../state/useQuery.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import './settings.css';

const noInput = {};
const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Every connection any part of Sotto tried to make. */
export function ConnectionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { state, reload } = useQuery('app.listConnections', noInput);
  useHostEvent('app.connectionAttempted', () => void reload());
  return (
    <Dialog title="Connections" width="wide" onClose={onClose}>
      <div className="dialog-body">
        {state.kind === 'loading' && <p>Reading the log…</p>}
        {state.kind === 'failed' && <FailureNotice error={state.error} onRetry={() => void reload()} />}
        {state.kind === 'ready' && state.value.length === 0 && (
          <>
            <p className="connections-none">No connection was made, and none was tried.</p>
            <p>
              Chats, documents and models stay on this device. If any part of Sotto tries to reach the
              network, it is stopped and listed here with its address.
            </p>
          </>
        )}
        {state.kind === 'ready' && state.value.length > 0 && (
          <table className="connections">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">Address</th>
                <th scope="col">Outcome</th>
              </tr>
            </thead>
            <tbody>
              {state.value.toReversed().map((connection) => (
                <tr key={`${connection.at} ${connection.address}`}>
                  <td>{when.format(new Date(connection.at))}</td>
                  <td>{processNames[connection.process]}</td>
                  <td>{connection.address}</td>
                  <td>{connection.outcome === 'blocked' ? 'Blocked' : 'Made'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}

const processNames: Readonly<Record<Connection['process'], string>> = {
  host: 'Sotto',
  engine: 'Engine',
  parser: 'File reader',
  window: 'Window',
};
