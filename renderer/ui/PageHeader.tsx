import type { ReactNode } from 'react';
import './PageHeader.css';

interface PageHeaderProps {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly leading?: ReactNode;
  readonly children?: ReactNode;
}

/** The bar above a page: its heading, one fact, its actions. */
export function PageHeader({ title, detail, leading, children }: PageHeaderProps) {
  return (
    <header className="pageHeader">
      {leading}
      <div className="pageHeader-words">
        <h1 title={title}>{title}</h1>
        {detail && <span className="pageHeader-detail">{detail}</span>}
      </div>
      {children && <div className="pageHeader-actions">{children}</div>}
    </header>
  );
}
