/** The columns that a list of cameras can have. */
import { ActionIcon } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { Link } from "wouter";

import type { ListedCamera } from "../../api/lists";
import type { CameraStatus } from "../../api/types";
import { DateTime } from "../../components/DateTime";
import type { Column } from "../../components/EntityTable";
import { SharedMark } from "../../components/SharedMark";
import { StateBadge } from "../../components/StateBadge";
import { reasonTexts } from "../../components/tileLook";
import { useTexts } from "../../i18n";
import { LifecycleBadge } from "../dossier/DossierFrame";
import { FactValue, useFactLabel } from "../dossier/FactValue";
import css from "../Cameras.module.css";
import { Thumbnail } from "./Thumbnail";

export const OPTIONAL = ["state", "lifecycle", "owner_id", "unit_id", "purpose", "kind", "model", "stream", "last", "address", "maker", "serial", "funding", "connection", "notice", "pole_id", "tags"] as const;
export type OptionalColumn = (typeof OPTIONAL)[number];
export const USUAL: readonly OptionalColumn[] = ["state", "lifecycle", "owner_id", "unit_id", "model"];

const WIDTHS: Partial<Record<OptionalColumn, number>> = { state: 140, lifecycle: 142, owner_id: 184, unit_id: 160, purpose: 200, kind: 96, stream: 190, last: 150, address: 220, notice: 100 };
const KEPT = "toancanh.columns.cameras";

export function readColumns(asked: string | null): OptionalColumn[] {
  const names = (asked ?? localStorage.getItem(KEPT))?.split(",") ?? [...USUAL];
  return OPTIONAL.filter((name) => names.includes(name));
}

export function keepColumns(names: readonly OptionalColumn[]): void {
  localStorage.setItem(KEPT, names.join(","));
}

export function useColumnLabel(): (name: OptionalColumn) => string {
  const { t } = useTexts();
  const fact = useFactLabel();
  return (name) => (name === "state" || name === "stream" || name === "last" ? t(`cameras.${name}`) : fact(name));
}

export function useListColumns(chosen: readonly OptionalColumn[], statuses: ReadonlyMap<string, CameraStatus> | undefined, pages: readonly { items: ListedCamera[] }[] | undefined): Column<ListedCamera>[] {
  const { t, format } = useTexts();
  const label = useColumnLabel();
  const cell = (name: OptionalColumn, camera: ListedCamera) => {
    const status = statuses?.get(camera.id);
    switch (name) {
      case "state":
        if (!camera.streams.length) return <span className="faint">{t("cameras.unlinked")}</span>;
        return (
          <>
            <StateBadge state={status?.state} />
            {status && (status.state === "offline" || status.state === "frozen") && <span className={css.why}>{t(reasonTexts(status.reason).why)}</span>}
          </>
        );
      case "lifecycle":
        return <LifecycleBadge of={camera.lifecycle} />;
      case "last":
        return <DateTime at={status?.last_frame_at} relative />;
      case "stream":
        return status?.height && status.codec ? <span className="num nowrap">{t("cameras.streamOf", { height: status.height, codec: status.codec === "h265" ? "H.265" : "H.264", rate: format.bitrate(status.bitrate_bps ?? 0) })}</span> : <span className="faint">–</span>;
      case "model":
        return camera.model ? [camera.maker, camera.model].filter(Boolean).join(" ") : <span className="faint">{t("fact.none")}</span>;
      case "owner_id":
        return <SharedMark cameraId={camera.id} show="owner" none={<FactValue name={name} value={camera[name]} />} />;
      default:
        return <FactValue name={name} value={camera[name]} />;
    }
  };
  return [
    { key: "picture", head: t("cameras.picture"), width: 104, phone: "lead", cell: (camera) => <Thumbnail camera={camera} pages={pages} /> },
    { key: "code", head: t("cameras.code"), width: 148, num: true, cell: (camera) => <b className="nowrap">{camera.code}</b> },
    { key: "name", head: t("cameras.name"), width: 232, cell: (camera) => <>{camera.name} <SharedMark cameraId={camera.id} show="sign" /></> },
    ...chosen.map((name): Column<ListedCamera> => ({ key: name, head: label(name), width: WIDTHS[name] ?? 150, phone: name === "state" || name === "lifecycle" ? undefined : "hide", cell: (camera) => cell(name, camera) })),
    {
      key: "act",
      head: "",
      width: 56,
      phone: "end",
      cell: (camera) => (
        <ActionIcon component={Link} href={`/cameras/${camera.id}/dossier`} aria-label={t("cameras.edit", { code: camera.code })} onClick={(event: MouseEvent) => event.stopPropagation()}>
          <IconFileText size={16} />
        </ActionIcon>
      ),
    },
  ];
}
