/** Before it is done: in plain words what will happen and what will not; after it: what was done. */
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";

import { ApiError } from "../../api/client";
import type { Import, useApply } from "../../api/inventory";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Import.module.css";
import { countOf, type Show } from "./rowLook";
import { Sign, TONES } from "./Signs";

export function ApplyDialog({ found, apply, onClose }: { found: Import; apply: ReturnType<typeof useApply>; onClose: () => void }) {
  const { t, rich } = useTexts();
  const added = countOf(found, "new");
  const changed = countOf(found, "changed");
  const errors = countOf(found, "error");
  const done = apply.data;
  const reason = apply.error instanceof ApiError && apply.error.kind === "conflict" ? apply.error.extra.reason : null;
  const stale = reason === "stale" && apply.error instanceof ApiError && Array.isArray(apply.error.extra.rows) ? (apply.error.extra.rows as number[]) : [];
  if (done) {
    return (
      <Modal opened onClose={onClose} title={t("imports.done.title")} size="lg">
        <ul className={css.list} role="status">
          <Line of="new">{rich("imports.done.added", { count: done.added })}</Line>
          <Line of="changed">{rich("imports.done.changed", { count: done.changed })}</Line>
          <Line of="same">{rich("imports.done.same", { count: done.same })}</Line>
          {done.left > 0 && <Line of="error">{rich("imports.done.left", { count: done.left })}</Line>}
        </ul>
        <p className="dim" style={{ margin: "12px 0 16px" }}>
          {t("imports.done.what")}
        </p>
        <Group gap="sm" justify="flex-end">
          <Button onClick={onClose}>{t("app.close")}</Button>
          <Button variant="filled" component={Link} href="/cameras">
            {t("imports.toCameras")}
          </Button>
        </Group>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={t("imports.apply.title", { file: found.file_name })} size="lg">
      <ul className={css.list}>
        <Line of="new">{rich("imports.apply.added", { count: added })}</Line>
        <Line of="changed">{rich("imports.apply.changed", { count: changed })}</Line>
        <Line of="same">{rich("imports.apply.same", { count: countOf(found, "same") })}</Line>
        {found.missing > 0 && <Line of="missing">{rich("imports.apply.missing", { count: found.missing })}</Line>}
        {errors > 0 && <Line of="error">{rich("imports.apply.errors", { count: errors })}</Line>}
      </ul>
      <p className="dim" style={{ margin: "12px 0 16px" }}>
        {t("imports.apply.what")}
      </p>
      {apply.isError &&
        (reason === "version" || reason === "errors" || reason === "stale" ? (
          <div className="note warn" role="alert" style={{ marginBottom: 12 }}>
            <Sign of="suspect" />
            <span>{t(`imports.apply.conflict.${reason}`, { rows: stale.slice(0, 12).join(", "), count: stale.length })}</span>
          </div>
        ) : (
          <div style={{ marginBottom: 12 }}>
            <ErrorNote error={apply.error} />
          </div>
        ))}
      <Group gap="sm" justify="flex-end">
        <Button onClick={onClose}>{t("app.cancel")}</Button>
        <Button variant="filled" loading={apply.isPending} disabled={added + changed === 0} onClick={() => apply.mutate({ version: found.version, leave_errors: errors > 0 })}>
          {t("imports.apply.go", { added, changed })}
        </Button>
      </Group>
    </Modal>
  );
}

function Line({ of, children }: { of: Show; children: ReactNode }) {
  return (
    <li>
      <span className={TONES[of]}>
        <Sign of={of} size={14} />
      </span>
      <span>{children}</span>
    </li>
  );
}
