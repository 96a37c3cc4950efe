/** Which headings of the file were understood, which are missing, and which nobody knows. */
import { Modal } from "@mantine/core";

import type { Import, InventoryColumn } from "../../api/inventory";
import { Shape } from "../../components/Shape";
import { useTexts } from "../../i18n";
import css from "./Import.module.css";

function strange(found: Import) {
  return found.notices.filter((one) => one.kind.startsWith("column"));
}

/** Headings to look at: not understood, or needed and not there. */
export function matchingFaults(found: Import, columns: readonly InventoryColumn[]): number {
  return strange(found).length + columns.filter((column) => column.required && !found.columns.includes(column.key)).length;
}

export function Matching({ found, columns, onClose }: { found: Import; columns: readonly InventoryColumn[]; onClose: () => void }) {
  const { t, language } = useTexts();
  const words = (column: InventoryColumn) => (language === "vi" ? column.vi : column.en);
  const needed = columns.filter((column) => column.required && !found.columns.includes(column.key));
  const matched = found.columns.flatMap((key) => columns.filter((column) => column.key === key));
  return (
    <Modal opened onClose={onClose} title={t("imports.match.title")} size="lg">
      <p className="dim" style={{ marginBottom: 12 }}>
        {t("imports.match.what")}
      </p>
      <table className={css.matching}>
        <tbody>
          {needed.map((column) => (
            <tr key={column.key}>
              <td className="c-bad"><Shape name="bad" /></td>
              <td>{words(column)}</td>
              <td className="dim">{t("imports.match.missing")}</td>
            </tr>
          ))}
          {strange(found).map((one) => (
            <tr key={`${one.kind}:${one.detail}`}>
              <td className="c-warn"><Shape name="warn" /></td>
              <td>{one.detail}</td>
              <td className="dim">{t(`inventory.file.${one.kind as "column_unknown" | "column_twice" | "column_unnamed"}`)}</td>
            </tr>
          ))}
          {matched.map((column) => (
            <tr key={column.key}>
              <td className="c-ok"><Shape name="ok" /></td>
              <td>{words(column)}</td>
              <td className="dim">{language === "vi" ? column.hint_vi : column.hint_en}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
