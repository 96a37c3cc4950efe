/** Empty and error states: what happened, why, what to do, in that order. */
import { Button, Group } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "wouter";

import { ApiError } from "../api/client";
import { useTexts, type TextKey } from "../i18n";
import { Shape } from "./Shape";
import css from "./States.module.css";

export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.state}>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

const KINDS: Record<string, { title: TextKey; what: TextKey }> = {
  unreachable: { title: "error.unreachable", what: "error.unreachable.what" },
  unauthenticated: { title: "error.unauthenticated", what: "error.unauthenticated.what" },
  denied: { title: "error.denied", what: "error.denied.what" },
  not_found: { title: "error.notFound", what: "error.notFound.what" },
  conflict: { title: "error.conflict", what: "error.conflict.what" },
  invalid: { title: "error.invalid", what: "error.invalid.what" },
  unavailable: { title: "error.unavailable", what: "error.unavailable.what" },
  exhausted: { title: "error.exhausted", what: "error.exhausted.what" },
};

export function errorTexts(error: unknown): { title: TextKey; what: TextKey; detail: string } {
  const known = error instanceof ApiError ? error : null;
  const texts = (known ? KINDS[known.kind] : undefined) ?? { title: "error.internal" as const, what: "error.internal.what" as const };
  // What the server says of these is what our own words say already, in English.
  return { ...texts, detail: known && known.status !== 403 && known.status !== 404 ? known.detail : "" };
}

export function ErrorState({ error, onRetry, full }: { error: unknown; onRetry?: () => void; full?: boolean }) {
  const { t } = useTexts();
  const { title, what, detail } = errorTexts(error);
  return (
    <div className={clsx(css.state, full && css.full)} role="alert">
      <h2>
        <span className="c-bad">
          <Shape name="bad" size={14} cut="var(--tc-ground)" />
        </span>
        {t(title)}
      </h2>
      <p>{t(what)}</p>
      {detail && <p className="small">{t("error.detail", { detail })}</p>}
      {onRetry && !(error instanceof ApiError && error.status === 403) && (
        <Button leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          {t("app.retry")}
        </Button>
      )}
    </div>
  );
}

/** One line for forms and panels. */
export function ErrorNote({ error }: { error: unknown }) {
  const { t } = useTexts();
  const { title, what, detail } = errorTexts(error);
  return (
    <div className="note bad" role="alert">
      <Shape name="bad" size={14} cut="var(--tc-bad-soft)" />
      <span>
        <b>{t(title)}</b> {detail || t(what)}
      </span>
    </div>
  );
}

export function NotFound() {
  const { t } = useTexts();
  return (
    <EmptyState
      title={t("notFound.title")}
      action={
        <Group gap="sm">
          <Button component={Link} href="/" variant="filled">
            {t("notFound.home")}
          </Button>
          <Button component={Link} href="/cameras">
            {t("notFound.cameras")}
          </Button>
        </Group>
      }
    >
      {t("notFound.what")}
    </EmptyState>
  );
}
