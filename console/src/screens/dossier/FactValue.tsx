/** A declared value in words. */
import { useMemo, type ReactNode } from "react";

import { usePlace, type Certificate } from "../../api/dossier";
import { useOrganisations } from "../../api/queries";
import { useTexts, type TextKey } from "../../i18n";
import { vi } from "../../i18n/vi";
import { FACTS, type ChoiceName } from "./facts";

export function useOrganisationNames(): ReadonlyMap<string, string> {
  const organisations = useOrganisations();
  return useMemo(() => new Map(organisations.data?.map((one) => [one.id, one.name])), [organisations.data]);
}

/** A field's name, also of those that history knows beside the declared ones: "main.password". */
export function useFactLabel(): (name: string) => string {
  const { t } = useTexts();
  return (name) => {
    const key = `fact.${name}`;
    return key in vi ? t(key as TextKey) : name;
  };
}

export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

export function FactValue({ name, value }: { name: string; value: unknown }): ReactNode {
  const { t, format } = useTexts();
  const organisations = useOrganisations();
  const names = useOrganisationNames();
  const fact = FACTS.get(name);
  if (isNothing(value)) return <span className="faint">{t("fact.none")}</span>;
  const text = typeof value === "string" ? value : "";
  const day = (iso: string) => format.date(Date.parse(`${iso}T12:00:00+07:00`));
  switch (fact?.kind) {
    case "choice":
      return t(`choice.${name as ChoiceName}.${text}` as TextKey);
    case "yesNo":
      return t(value ? "choice.yes" : "choice.no");
    case "organisation":
    case "unit":
      return names.get(text) ?? (organisations.isPending ? "…" : t("fact.notSeen"));
    case "site":
    case "pole":
      return <PlaceName kind={fact.kind} id={text} />;
    case "date":
      return <span className="num">{day(text)}</span>;
    case "tags":
      return (value as string[]).map((tag) => (tag === "protected" ? t("fact.tag.protected") : tag)).join(", ");
    case "mac":
      return <span className="num">{text.match(/../g)?.join(":")}</span>;
    case "number":
    case "whole": {
      const figure = Number(value);
      const shown = fact.unit ? format.number(figure, Number.isInteger(figure) ? 0 : 1) : figure.toFixed(5);
      return <span className="num">{fact.unit ? t(`fact.in.${fact.unit}`, { value: shown }) : shown}</span>;
    }
    case "certificates":
      return (
        <span style={{ display: "grid", gap: 2 }}>
          {(value as Certificate[]).map((one, index) => (
            <span key={index}>{one.expires_on ? t("fact.certificateUntil", { kind: one.kind, number: one.number, day: day(one.expires_on) }) : t("fact.certificateOf", { kind: one.kind, number: one.number })}</span>
          ))}
        </span>
      );
    default:
      return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
  }
}

function PlaceName({ kind, id }: { kind: "site" | "pole"; id: string }) {
  const { t } = useTexts();
  const place = usePlace(kind, id);
  return place.data?.label ?? (place.isError ? t("fact.notSeen") : "…");
}
