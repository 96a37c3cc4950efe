import clsx from "clsx";
import { useEffect, type ReactNode } from "react";

import { useTexts } from "../i18n";
import css from "./Frame.module.css";

interface Props {
  title: string;
  /** Replaces the title's text in the head where it needs figures or a link back. */
  heading?: ReactNode;
  aside?: ReactNode;
  actions?: ReactNode;
  /** Desk pages lie on the surface; watching pages leave the ground to the pictures. */
  desk?: boolean;
  children: ReactNode;
}

export function Page({ title, heading, aside, actions, desk, children }: Props) {
  const { t } = useTexts();
  useEffect(() => {
    document.title = t("app.title", { page: title });
  }, [t, title]);
  return (
    <div className={css.page}>
      <div className={clsx(css.head, desk && css.desk)}>
        {heading ?? <h1 className="cut">{title}</h1>}
        {aside}
        <span className="grow" />
        {actions}
      </div>
      {children}
    </div>
  );
}
