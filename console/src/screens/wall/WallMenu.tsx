/** Layouts that are kept, and the screens they can go to. */
import { ActionIcon, Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { IconDeviceTv, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { useDeleteLayout, useInviteNode, useKeepLayout, useLayouts, useNodes, usePutLayout, useRevokeNode, type Layout } from "../../api/walls";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import type { WallLayout } from "../wallLayout";
import { openScreen, sendToScreens } from "./secondScreens";
import css from "./WallMenu.module.css";

const SECONDS = 20;
/** How long a layout may stay on a screen of its own. */
const DAYS = [1, 7, 30] as const;

interface Props {
  wall: WallLayout;
  search: string;
  onOpen: (layout: Layout) => void;
  onClose: () => void;
}

export function WallMenu({ wall, search, onOpen, onClose }: Props) {
  const { t } = useTexts();
  return (
    <Modal opened onClose={onClose} size="lg" title={t("wall.layouts")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <div className={css.parts}>
        <Kept wall={wall} alarmsFirst={new URLSearchParams(search).get("alarms") === "1"} onOpen={onOpen} />
        <section>
          <h3>{t("wall.windows")}</h3>
          <p className="small dim">{t("wall.windowsWhat")}</p>
          <div className={css.windows}>
            <Button size="xs" leftSection={<IconDeviceTv size={16} />} onClick={() => openScreen(search)}>
              {t("wall.openWindow")}
            </Button>
            <Button size="xs" onClick={() => sendToScreens(search)}>
              {t("wall.sendWindow")}
            </Button>
          </div>
        </section>
        <Screens />
      </div>
    </Modal>
  );
}

function Kept({ wall, alarmsFirst, onOpen }: { wall: WallLayout; alarmsFirst: boolean; onOpen: (layout: Layout) => void }) {
  const { t } = useTexts();
  const layouts = useLayouts();
  const keep = useKeepLayout();
  const remove = useDeleteLayout();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [alarms, setAlarms] = useState(alarmsFirst);
  const page = { size: wall.size, tiles: wall.tiles, seconds: SECONDS, pinned: wall.pinned ?? [] };
  const add = (layout: Layout) => keep.mutate({ before: layout, layout: { name: layout.name, shared: layout.shared, alarms: layout.alarms, pages: [...layout.pages, page] } });
  return (
    <section>
      <ul className={css.list}>
        {layouts.data?.map((layout) => (
          <li key={layout.id}>
            <button type="button" className={css.name} onClick={() => onOpen(layout)}>
              <b>{layout.name}</b>
              <span className="small dim">
                {t(layout.pages.length > 1 ? "wall.cycleOf" : "wall.pageOf", { count: layout.pages.length, tiles: layout.pages[0]?.size ?? 1 })}
                {layout.shared && ` · ${t("wall.shared")}`}
                {layout.alarms && ` · ${t("wall.alarmsOn")}`}
              </span>
            </button>
            {layout.own && (
              <>
                <ActionIcon aria-label={t("wall.addPage", { name: layout.name })} title={t("wall.addPage", { name: layout.name })} onClick={() => add(layout)}>
                  <IconPlus size={16} />
                </ActionIcon>
                <ActionIcon aria-label={t("wall.delete", { name: layout.name })} title={t("wall.delete", { name: layout.name })} onClick={() => remove.mutate(layout.id)}>
                  <IconTrash size={16} />
                </ActionIcon>
              </>
            )}
          </li>
        ))}
        {layouts.data?.length === 0 && <li className="dim small">{t("wall.noLayouts")}</li>}
      </ul>
      <form
        className={`${css.save} ${css.wide}`}
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate({ before: null, layout: { name: name.trim(), shared, alarms, pages: [page] } }, { onSuccess: () => setName("") });
        }}
      >
        <TextInput label={t("wall.saveAs")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} />
        <Checkbox label={t("wall.share_organisation")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
        <Checkbox label={t("wall.alarmsFirst")} checked={alarms} onChange={(event) => setAlarms(event.currentTarget.checked)} />
        <Button type="submit" variant="filled" disabled={!name.trim()} loading={keep.isPending}>
          {t("wall.save")}
        </Button>
      </form>
      {(keep.error ?? remove.error ?? layouts.error) && <ErrorNote error={keep.error ?? remove.error ?? layouts.error} />}
    </section>
  );
}

function Screens() {
  const { t, format } = useTexts();
  const nodes = useNodes();
  const layouts = useLayouts();
  const invite = useInviteNode();
  const put = usePutLayout();
  const revoke = useRevokeNode();
  const [name, setName] = useState("");
  const [days, setDays] = useState<number>(30);
  return (
    <section>
      <h3>{t("wall.nodes")}</h3>
      <p className="small dim">{t("wall.nodesWhat", { address: `${location.origin}/wall-node` })}</p>
      <Select size="xs" label={t("wall.nodeStays")} description={t("wall.nodeStaysWhat")} w="fit-content" allowDeselect={false} value={String(days)} data={DAYS.map((value) => ({ value: String(value), label: t("wall.nodeDays", { count: value }) }))} onChange={(value) => setDays(Number(value))} />
      <ul className={css.list}>
        {nodes.data?.map((node) => (
          <li key={node.id}>
            <span className={css.name}>
              <b>{node.name}</b>
              <span className="small dim">
                {node.enrolled_at ? t("wall.nodeUntil", { date: format.date(Date.parse(node.until ?? node.expires_at)) }) : t("wall.nodeWaits")}
                {node.put_by && ` · ${t("wall.nodeBy", { name: node.put_by })}`}
              </span>
            </span>
            <Select size="xs" aria-label={t("wall.nodeShows", { name: node.name })} placeholder={t("wall.nodeNothing")} value={node.layout_id} data={(layouts.data ?? []).map((layout) => ({ value: layout.id, label: layout.name }))} onChange={(id) => id && put.mutate({ nodeId: node.id, layoutId: id, days })} />
            <ActionIcon aria-label={t("wall.revoke", { name: node.name })} title={t("wall.revoke", { name: node.name })} onClick={() => revoke.mutate(node.id)}>
              <IconTrash size={16} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <form
        className={css.save}
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate(name.trim(), { onSuccess: () => setName("") });
        }}
      >
        <TextInput label={t("wall.nodeName")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} />
        <Button type="submit" disabled={!name.trim()} loading={invite.isPending}>
          {t("wall.invite")}
        </Button>
      </form>
      {invite.data && (
        <p role="status">
          {t("wall.codeIs")} <b className={`${css.code} num`}>{invite.data.code}</b>
        </p>
      )}
      {(invite.error ?? put.error ?? revoke.error) && <ErrorNote error={invite.error ?? put.error ?? revoke.error} />}
    </section>
  );
}
