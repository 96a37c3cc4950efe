/** The head that a camera's dossier, streams, history and documents share. */
import { ActionIcon, SegmentedControl, Select } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";

import type { Dossier, Lifecycle } from "../../api/dossier";
import { can, useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import type { ShapeName } from "../../components/Shape";
import { Badge, type Tone } from "../../components/StateBadge";
import { useTexts } from "../../i18n";
import css from "./Dossier.module.css";

const TABS = ["dossier", "streams", "health", "masks", "analysis", "history", "documents"] as const;
type Tab = (typeof TABS)[number];

/** On a phone the tabs have a row of their own below the head. */
export function DossierTabs({ id, here, phone }: { id: string; here: Tab; phone?: boolean }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const me = useMe();
  const tabs = TABS.filter((tab) => tab === here || ((tab !== "masks" || can(me.data, "mask.read")) && (tab !== "analysis" || can(me.data, "traffic.read"))));
  const data = tabs.map((tab) => ({ value: tab, label: t(`dossier.tab.${tab}`) }));
  const open = (tab: string) => go(tab === "streams" ? `/cameras/${id}` : `/cameras/${id}/${tab}`);
  return (
    <div className={phone ? `${css.phoneTabs} only-phone` : "no-phone"}>
      {phone ? (
        <Select w="100%" aria-label={t("dossier.tabs")} value={here} onChange={(tab) => tab && open(tab)} data={data} allowDeselect={false} />
      ) : (
        <SegmentedControl size="xs" aria-label={t("dossier.tabs")} value={here} onChange={open} data={data} />
      )}
    </div>
  );
}

const LOOKS: Record<Lifecycle, [Tone, ShapeName]> = {
  proposed: ["hold", "hold"],
  approved: ["hold", "hold"],
  installing: ["off", "connecting"],
  operating: ["ok", "ok"],
  faulty: ["warn", "warn"],
  suspended: ["off", "off"],
  retired: ["off", "none"],
};

export function LifecycleBadge({ of }: { of: Lifecycle }) {
  const { t } = useTexts();
  const [tone, shape] = LOOKS[of];
  return (
    <Badge tone={tone} shape={shape}>
      {t(`choice.lifecycle.${of}`)}
    </Badge>
  );
}

export function DossierFrame({ id, here, dossier, actions, children }: { id: string; here: Tab; dossier: Dossier | undefined; actions?: ReactNode; children: ReactNode }) {
  const { t } = useTexts();
  const title = dossier ? t("dossier.title", { code: dossier.camera.code, name: dossier.camera.name }) : t("dossier.loading");
  return (
    <Page
      title={title}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/cameras" aria-label={t("camera.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">
            {dossier && <span className="num">{dossier.camera.code} </span>}
            <span className="no-phone">{dossier?.camera.name ?? ""}</span>
          </h1>
          {dossier && <LifecycleBadge of={dossier.dossier.lifecycle} />}
        </>
      }
      aside={<DossierTabs id={id} here={here} />}
      actions={actions}
    >
      <DossierTabs phone id={id} here={here} />
      {children}
    </Page>
  );
}
