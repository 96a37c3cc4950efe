/** Which headings of the file were understood, which are missing, and which nobody knows. */
import { Modal, Select } from "@mantine/core";

import { useChooseColumns, type Import, type InventoryColumn } from "../../api/inventory";
import { Shape } from "../../components/Shape";
import { ErrorNote } from "../../components/States";
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
  const said = new Set(Object.values(found.choices));
  const matched = found.columns.flatMap((key) => columns.filter((column) => column.key === key && !said.has(key)));
  const choose = useChooseColumns(found.id);
  const mayChoose = found.state === "checked";
  const free = columns.filter((column) => !found.columns.includes(column.key));
  const say = (heading: string, key: string | null) => choose.mutate(Object.fromEntries(Object.entries({ ...found.choices, [heading]: key ?? "" }).filter(([, one]) => one)));
  const chosen = (heading: string) => columns.filter((column) => column.key === found.choices[heading]);
  return (
    <Modal opened onClose={onClose} title={t("imports.match.title")} size="lg">
      <p className="dim" style={{ marginBottom: 12 }}>
        {t("imports.match.what")}
      </p>
      {choose.isError && <ErrorNote error={choose.error} />}
      <table className={css.matching}>
        <tbody>
          {needed.map((column) => (
            <tr key={column.key}>
              <td className="c-bad"><Shape name="bad" /></td>
              <td>{words(column)}</td>
              <td className="dim">{t("imports.match.missing")}</td>
            </tr>
          ))}
          {Object.keys(found.choices).map((heading) => (
            <tr key={`choice:${heading}`} data-heading={heading}>
              <td className={found.choices[heading] ? "c-ok" : "c-warn"}><Shape name={found.choices[heading] ? "ok" : "warn"} /></td>
              <td>{heading}</td>
              <td>
                <Select
                  size="xs"
                  searchable
                  clearable
                  disabled={!mayChoose || choose.isPending}
                  aria-label={t("imports.match.choose", { heading })}
                  placeholder={t("imports.match.notRead")}
                  data={[...chosen(heading), ...free].map((column) => ({ value: column.key, label: words(column) }))}
                  value={found.choices[heading] || null}
                  onChange={(key) => say(heading, key)}
                  clearButtonProps={{ "aria-label": t("imports.match.forget", { heading }) }}
                />
              </td>
            </tr>
          ))}
          {strange(found).filter((one) => !(one.detail in found.choices)).map((one) => (
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
