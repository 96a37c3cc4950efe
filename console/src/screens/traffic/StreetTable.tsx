/** All streets as rows: for the keyboard, for reading, and where a browser cannot draw the map. */
import { EntityTable, type Column } from "../../components/EntityTable";
import { EmptyState } from "../../components/States";
import { useTexts } from "../../i18n";
import { LevelMark } from "./LevelMark";
import type { Shown, Street } from "./network";
import { useSaid } from "./said";

interface Props {
  /** The worst first. */
  streets: readonly Street[] | undefined;
  shown: ReadonlyMap<string, Shown>;
  selected: string | null;
  onSelect: (id: string) => void;
}

export function StreetTable({ streets, shown, selected, onSelect }: Props) {
  const { t } = useTexts();
  const said = useSaid();
  const columns: Column<Street>[] = [
    { key: "level", head: t("traffic.level"), width: 200, phone: "end", cell: (street) => <LevelMark level={shown.get(street.id)?.level ?? null} word /> },
    { key: "name", head: t("traffic.street"), phone: "lead", cell: (street) => <span><b>{street.name}</b> {street.toward && <span className="dim">{t("traffic.toward", { name: street.toward })}</span>}</span> },
    { key: "speed", head: t("traffic.speed"), num: true, phone: "hide", cell: (street) => <span className="nowrap">{said.kmh(shown.get(street.id)?.speedMps)}</span> },
    { key: "time", head: t("traffic.travelTime"), num: true, phone: "hide", cell: (street) => <span className="nowrap">{said.span(shown.get(street.id)?.timeS)}</span> },
    { key: "volume", head: t("traffic.volume"), num: true, phone: "hide", cell: (street) => <span className="nowrap">{said.perH(shown.get(street.id)?.volumePerH)}</span> },
    { key: "queue", head: t("traffic.queue"), num: true, phone: "hide", cell: (street) => <span className="nowrap">{said.metres(shown.get(street.id)?.queueM)}</span> },
  ];
  return <EntityTable label={t("traffic.streets")} columns={columns} rows={streets} rowKey={(street) => street.id} isChosen={(street) => street.id === selected} onOpen={(street) => onSelect(street.id)} empty={<EmptyState title={t("traffic.noStreets")}>{t("traffic.noStreetsWhat")}</EmptyState>} />;
}
