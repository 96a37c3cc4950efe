/** Organisations in time: what there is, what there was, what went into what. */
import { Button, Drawer, Menu, Switch, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconChevronRight, IconDatabaseImport, IconDots, IconPlus, IconSearch } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";

import { useOrganisationSearch } from "../../api/dossier";
import { can, useMe, useOrganisations } from "../../api/queries";
import { useAddressParts } from "../../app/addressParts";
import { Page } from "../../app/Page";
import { useNow } from "../../app/now";
import { EntityTable, type Column } from "../../components/EntityTable";
import { EmptyState, ErrorState } from "../../components/States";
import { DayField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { SITE } from "../../i18n/zone";
import css from "../Cameras.module.css";
import { CameraTabs } from "../CameraTabs";
import { LoadUnits } from "./LoadUnits";
import own from "./Organisations.module.css";
import { OrganisationForm } from "./OrganisationForm";
import { OrganisationPanel } from "./OrganisationPanel";
import { branchesOf, existsOn, type Branch } from "./tree";

/** The city and what lies right below it are open at first. */
const OPEN_DEPTH = 1;

export function Organisations() {
  const { t, format } = useTexts();
  const me = useMe();
  const [search, put, setSearch] = useAddressParts();
  const q = search.get("q") ?? "";
  const day = search.get("at") ?? "";
  const withEnded = search.get("ended") === "1";
  const id = search.get("id");
  const [typed, setTyped] = useState(q);
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [form, setForm] = useState<"new" | "edit" | null>(null);
  const [loading, setLoading] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const narrow = useMediaQuery("(max-width: 900px)");
  const today = SITE.day(useNow(60_000));
  const find = useDebouncedCallback((value: string) => put("q", value.trim()), 200);
  useHotkeys([["/", () => box.current?.focus()]]);

  const organisations = useOrganisations();
  const searched = useOrganisationSearch(q, day);
  const all = organisations.data;
  const found = useMemo(() => {
    if (!all) return null;
    if (q || day) return searched.data ?? null;
    return withEnded ? null : new Set(all.filter((one) => existsOn(one, today)).map((one) => one.id));
  }, [all, q, day, withEnded, searched.data, today]);
  const rows = useMemo(() => {
    if (!all || ((q || day) && !searched.data)) return undefined;
    const isOpen = (one: string, depth: number) => turned.get(one) ?? depth < OPEN_DEPTH;
    // With nothing searched `found` only leaves out what has ended: branches open as they were turned.
    return q || day ? branchesOf(all, found, isOpen) : branchesOf(found ? all.filter((one) => found.has(one.id)) : all, null, isOpen);
  }, [all, found, q, day, searched.data, turned]);
  const chosen = all?.find((one) => one.id === id);
  const mayWrite = can(me.data, "organisation.write");
  const turn = (branch: Branch, open: boolean) => setTurned((before) => new Map(before).set(branch.organisation.id, open));
  const date = (text: string | null | undefined) => (text ? <span className="num nowrap">{format.date(Date.parse(`${text}T12:00:00+07:00`))}</span> : <span className="faint">–</span>);

  const columns: Column<Branch>[] = [
    {
      key: "name",
      head: t("organisations.name"),
      width: 340,
      cell: (branch) => (
        <span className={own.name} style={{ paddingInlineStart: branch.depth * 20 }}>
          {branch.children ? (
            <button
              type="button"
              tabIndex={-1}
              className={own.twist}
              aria-expanded={branch.open}
              aria-label={t(branch.open ? "organisations.close" : "organisations.open", { name: branch.organisation.name })}
              onClick={(event) => {
                event.stopPropagation();
                turn(branch, !branch.open);
              }}
            >
              <IconChevronRight size={16} />
            </button>
          ) : (
            <span className={own.blank} />
          )}
          <span className={branch.organisation.valid_to && branch.organisation.valid_to <= today ? own.ended : branch.hit ? undefined : "dim"}>{branch.organisation.name}</span>
          {branch.children > 0 && !branch.open && <span className="faint num small">{format.number(branch.children)}</span>}
        </span>
      ),
    },
    { key: "kind", head: t("organisations.kind"), width: 150, cell: ({ organisation }) => <span className="dim">{t(`organisation.kind.${organisation.kind}`)}</span> },
    { key: "official", head: t("organisations.official"), width: 116, num: true, phone: "hide", cell: ({ organisation }) => organisation.official_code || <span className="faint">–</span> },
    { key: "from", head: t("organisations.from"), width: 112, phone: "hide", cell: ({ organisation }) => date(organisation.valid_from) },
    { key: "to", head: t("organisations.to"), width: 112, phone: "hide", cell: ({ organisation }) => date(organisation.valid_to) },
    { key: "code", head: t("cameras.code"), width: 136, num: true, phone: "hide", cell: ({ organisation }) => organisation.code },
  ];
  const panel = chosen && <OrganisationPanel key={chosen.id} organisation={chosen} all={all ?? []} today={today} onOpen={(other) => put("id", other)} onEdit={() => setForm("edit")} onClose={() => put("id", null)} />;
  const error = organisations.error ?? searched.error;

  return (
    <Page
      title={t("organisations.title")}
      desk
      aside={<CameraTabs />}
      actions={
        mayWrite && (
          <>
            <Menu position="bottom-end">
              <Menu.Target>
                <Button leftSection={<IconDots size={16} />} aria-label={t("organisations.more")}>
                  <span className="no-phone">{t("organisations.moreShort")}</span>
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconDatabaseImport size={16} />} onClick={() => setLoading(true)}>
                  {t("units.title")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
            <Button variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setForm("new")} aria-label={t("organisations.add")} style={{ flex: "none" }}>
              <span className="no-phone">{t("organisations.add")}</span>
            </Button>
          </>
        )
      }
    >
      <div className={css.tools} style={{ flexWrap: "wrap" }}>
        <TextInput
          ref={box}
          className={css.search}
          leftSection={<IconSearch size={16} />}
          placeholder={t("organisations.search")}
          aria-label={t("organisations.search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            find(event.currentTarget.value);
          }}
        />
        <DayField aria-label={t("organisations.at")} placeholder={t("organisations.at")} title={t("organisations.at")} value={day} onChange={(next) => put("at", next)} w={160} />
        {!q && !day && <Switch label={t("organisations.ended")} checked={withEnded} onChange={(event) => put("ended", event.currentTarget.checked ? "1" : null)} />}
        <span className="grow" />
        <span className="num dim no-phone" role="status">
          {all && t("organisations.count", { count: (q || day ? searched.data?.size : found?.size) ?? all.length })}
        </span>
      </div>
      {error ? (
        <ErrorState error={error} onRetry={() => void organisations.refetch()} />
      ) : (
        <div className={own.split} data-alone={!chosen || narrow || undefined}>
          <div className={own.main}>
            <EntityTable
              fixed
              label={t("organisations.title")}
              columns={columns}
              rows={rows}
              rowKey={(branch) => branch.organisation.id}
              isChosen={(branch) => branch.organisation.id === id}
              onOpen={(branch) => put("id", branch.organisation.id)}
              onKey={(branch, event) => {
                if ((event.key === "ArrowRight" && !branch.open && branch.children) || (event.key === "ArrowLeft" && branch.open)) turn(branch, event.key === "ArrowRight");
              }}
              empty={
                <EmptyState title={t("organisations.none")} action={<Button onClick={() => { setTyped(""); setSearch({}, { replace: true }); }}>{t("cameras.clear")}</Button>}>
                  {t("organisations.noneWhat")}
                </EmptyState>
              }
            />
          </div>
          {!narrow && chosen && <aside className={own.panel}>{panel}</aside>}
        </div>
      )}
      {narrow && chosen && !form && (
        <Drawer opened onClose={() => put("id", null)} size={440} title={t("organisations.one")} closeButtonProps={{ "aria-label": t("app.close") }}>
          <div className={own.panel}>{panel}</div>
        </Drawer>
      )}
      {form && <OrganisationForm organisation={form === "edit" ? chosen : undefined} parentId={chosen?.id ?? me.data?.user.organisation_id ?? null} onClose={(made) => { setForm(null); if (made) put("id", made); }} />}
      {loading && <LoadUnits onClose={() => setLoading(false)} />}
    </Page>
  );
}
