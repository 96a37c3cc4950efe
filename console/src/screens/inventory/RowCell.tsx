/** One cell of a file: as written, with its fault and the repair, or before and after; typed anew in place. */
import { useRef } from "react";

import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import { fixOf, type CellLook } from "./rowLook";
import css from "./Rows.module.css";

interface Props {
  look: CellLook;
  /** Place in the table, for the arrow keys. */
  at: string;
  name: string;
  editable: boolean;
  busy: boolean;
  editing: boolean;
  onEdit: () => void;
  onCancel: () => void;
  onSave: (value: string) => void;
  onMend: (cells: Record<string, string>) => void;
}

export function RowCell({ look, at, name, editable, busy, editing, onEdit, onCancel, onSave, onMend }: Props) {
  const { t } = useTexts();
  const left = useRef(false);
  if (editing) {
    return (
      <input
        className={css.edit}
        autoFocus
        aria-label={name}
        defaultValue={look.value}
        maxLength={2000}
        onFocus={(event) => {
          left.current = false;
          event.currentTarget.select();
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key !== "Enter" && event.key !== "Escape") return;
          left.current = true;
          if (event.key === "Enter") onSave(event.currentTarget.value.trim());
          else onCancel();
        }}
        onBlur={(event) => !left.current && onSave(event.currentTarget.value.trim())}
      />
    );
  }
  const shown =
    look.kind === "changed" ? (
      <>
        {look.before && <span className={css.old}>{look.before}</span>} <span className={css.new}>{look.after}</span>
      </>
    ) : (
      look.value || <span className="faint">–</span>
    );
  const title = look.kind === "changed" ? [look.before, look.after].filter(Boolean).join(" → ") : look.value;
  const value = editable ? (
    <button type="button" className={css.value} data-at={at} tabIndex={look.kind === "fault" ? 0 : -1} aria-label={name} title={title} disabled={busy} onClick={onEdit}>
      {shown}
    </button>
  ) : (
    <span className={css.value} title={title}>
      {shown}
    </span>
  );
  if (look.kind === "fault") {
    const fix = fixOf(look.fault);
    const why = t(`inventory.fault.${look.fault.code}`, { detail: look.fault.detail || "?" });
    return (
      <div className={css.bad} data-fault={look.fault.code}>
        {value}
        <span className={css.why} title={why}>
          <Shape name="bad" size={10} />
          <span>{why}</span>
        </span>
        {fix && editable && (
          <button type="button" className={css.fix} disabled={busy} onClick={() => onMend(look.fault.mend)}>
            {t(fix.key, { value: fix.value })}
          </button>
        )}
      </div>
    );
  }
  if (look.kind === "read") {
    return (
      <div className={css.read} data-notice={look.notice}>
        <span className={css.old}>{value}</span>
        <span className={css.new}>{look.readAs}</span>
        <span className={css.how}>{t(`inventory.notice.${look.notice}`)}</span>
      </div>
    );
  }
  return value;
}
