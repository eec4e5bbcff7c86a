import type { ReactNode } from 'react';
import { WarningIcon } from './icons.tsx';
import './Notice.css';

interface NoticeProps {
  readonly what: string;
  readonly next?: string;
  readonly tone?: 'calm' | 'failed';
  readonly children?: ReactNode;
}

/** One thing to know and the way on. Failures are announced. */
export function Notice({ what, next, tone = 'calm', children }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'failed' ? 'alert' : 'note'}>
      {tone === 'failed' && <WarningIcon />}
      <div className="notice-words">
        <p className="notice-what">{what}</p>
        {next && <p className="notice-next">{next}</p>}
      </div>
      {children && <div className="notice-actions">{children}</div>}
    </div>
  );
}

interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}

/** Teaches the one action of a screen that has nothing in it yet. */
export function EmptyState({ title, text, icon, children }: EmptyStateProps) {
  return (
    <div className="emptyState">
      {icon && <div className="emptyState-icon">{icon}</div>}
      <h2>{title}</h2>
      <p>{text}</p>
      {children && <div className="emptyState-actions">{children}</div>}
    </div>
  );
}
