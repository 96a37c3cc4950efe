/** Taking devices in, in one flow: where they are, the log-in, the inventory, how they are to be set; then the report. */
import { ActionIcon, Button, Checkbox, PasswordInput, SegmentedControl, Skeleton, Switch, Textarea, TextInput } from "@mantine/core";
import { IconCheck, IconChevronLeft } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";

import { useNetworks, useOnboard } from "../../api/devices";
import { ApiError } from "../../api/client";
import { can, useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import { OrganisationSelect } from "../../components/OrganisationSelect";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Devices.module.css";
import { addressesIn } from "./look";
import { NetworkDialog } from "./NetworkDialog";
import { SiteSelect } from "./SiteSelect";
import { FlowSteps } from "./FlowSteps";
import { asTemplate, isWhole, NOTHING, TemplateFields, USUAL_TEMPLATE } from "./TemplateFields";

const MOST = 5000;

export function Onboard() {
  const { t } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const networks = useNetworks();
  const onboard = useOnboard();
  const [naming, setNaming] = useState(false);
  const [how, setHow] = useState<"search" | "addresses">("search");
  const [unchosen, setUnchosen] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState("");
  const [username, setUsername] = useState("admin");
  const [password, setPassword] = useState("");
  const [owner, setOwner] = useState<string | null>(me.data?.user.organisation_id ?? null);
  const [site, setSite] = useState<string | null>(null);
  const [create, setCreate] = useState(true);
  const [prefix, setPrefix] = useState("");
  const [hidden, setHidden] = useState(false);
  const [sets, setSets] = useState(false);
  const [wanted, setWanted] = useState(USUAL_TEMPLATE);
  if (me.data && !can(me.data, "device.manage")) return <ErrorState error={new ApiError(403, "denied", "")} />;

  const named = networks.data ?? [];
  const chosen = named.filter((one) => !unchosen.has(one.id));
  const addresses = addressesIn(text);
  const where = how === "search" ? chosen.length > 0 : addresses.length > 0 && addresses.length <= MOST;
  const login = Boolean(username.trim());
  const inventory = Boolean(owner);
  const setting = !sets || isWhole(wanted);
  const ready = where && login && inventory && setting && named.length > 0;
  const send = () =>
    onboard.mutate(
      {
        owner_id: owner ?? "", network_ids: how === "search" ? chosen.map((one) => one.id) : [], addresses: how === "addresses" ? addresses : [],
        username: username.trim(), password, site_id: site, create, code_prefix: prefix.trim(), protected: hidden, template: sets ? asTemplate(wanted) : NOTHING,
      },
      { onSuccess: (job) => go(`/devices/jobs/${job.id}`) },
    );
  return (
    <Page
      title={t("devices.onboard")}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/devices" aria-label={t("devices.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">{t("devices.onboard")}</h1>
        </>
      }
      actions={<FlowSteps done={[where, login && password !== "", inventory, false, false]} at={!where ? 1 : !login || password === "" ? 2 : !inventory ? 3 : 4} />}
    >
      <form className={css.body} onSubmit={(event) => { event.preventDefault(); if (ready) send(); }}>
        <div className={css.flow}>
          <div className={css.stack}>
            <Part number={1} title={t("devices.flow.find")} done={where}>
              <SegmentedControl aria-label={t("devices.flow.find")} value={how} onChange={setHow} data={[{ value: "search", label: t("devices.flow.search") }, { value: "addresses", label: t("devices.flow.addresses") }]} />
              {networks.isError ? (
                <ErrorNote error={networks.error} />
              ) : !networks.data ? (
                <Skeleton height={60} />
              ) : named.length === 0 ? (
                <p className="note warn">{t(can(me.data, "device.network") ? "devices.network.none" : "devices.network.noneAsk")}</p>
              ) : how === "search" ? (
                <div className={css.choices}>
                  <p className="small dim">{t("devices.flow.searchWhat")}</p>
                  {named.map((one) => (
                    <Checkbox key={one.id} label={<>{one.name} <span className="num dim">{one.cidr}</span></>} checked={!unchosen.has(one.id)} onChange={(event) => { const next = new Set(unchosen); if (event.currentTarget.checked) next.delete(one.id); else next.add(one.id); setUnchosen(next); }} />
                  ))}
                </div>
              ) : (
                <Textarea label={t("devices.onboard.addresses")} description={t("devices.onboard.addressesWhat")} placeholder={"10.12.0.7\n10.12.0.8:8000\nhttps://10.12.0.9"} value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={4} maxRows={12} error={addresses.length > MOST && t("devices.flow.tooMany", { most: MOST })} spellCheck={false} className="num" />
              )}
              {can(me.data, "device.network") && networks.data && <div><Button size="xs" onClick={() => setNaming(true)}>{t("devices.network.add")}</Button></div>}
            </Part>
            <Part number={2} title={t("devices.flow.login")} done={login && password !== ""}>
              <p className="small dim">{t("devices.passwordWhat")}</p>
              <div className={css.two}>
                <TextInput label={t("devices.username")} value={username} onChange={(event) => setUsername(event.currentTarget.value)} autoComplete="off" maxLength={200} required />
                <PasswordInput label={t("devices.password")} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="new-password" maxLength={128} />
              </div>
            </Part>
            <Part number={3} title={t("devices.flow.match")} done={inventory}>
              <p className="small dim">{t("devices.flow.matchWhat")}</p>
              <Switch label={t("devices.onboard.create")} description={t("devices.onboard.createWhat")} checked={create} onChange={(event) => setCreate(event.currentTarget.checked)} />
              <div className={css.two}>
                <OrganisationSelect label={t("devices.owner")} value={owner} onChange={setOwner} />
                <SiteSelect value={site} onChange={setSite} />
                {create && <TextInput label={t("devices.flow.prefix")} description={t("devices.flow.prefixWhat")} value={prefix} onChange={(event) => setPrefix(event.currentTarget.value.replace(/[^0-9A-Za-z._-]/g, ""))} maxLength={20} placeholder="HK-" />}
              </div>
              {create && <Checkbox label={t("devices.protected")} description={t("devices.protectedWhat")} checked={hidden} onChange={(event) => setHidden(event.currentTarget.checked)} />}
            </Part>
            <Part number={4} title={t("devices.flow.template")} done={sets && setting}>
              <Switch label={t("devices.template")} description={t("devices.templateWhat")} checked={sets} onChange={(event) => setSets(event.currentTarget.checked)} />
              {sets && <TemplateFields value={wanted} onChange={setWanted} />}
            </Part>
          </div>
          <aside className={`card ${css.card} ${css.summary}`} aria-label={t("devices.flow.willDo")}>
            <h2>{t("devices.flow.willDo")}</h2>
            <ol className={css.rows}>
              <li>{how === "search" ? t("devices.flow.willSearch", { count: chosen.length }) : t("devices.flow.willAsk", { count: addresses.length })}</li>
              <li>{t("devices.flow.willLogIn", { username: username.trim() || "–" })}</li>
              <li>{t(create ? "devices.flow.willCreate" : "devices.flow.willMatch")}</li>
              <li>{t("devices.flow.willCheck")}</li>
              <li>{t(sets ? "devices.flow.willSet" : "devices.flow.willLeave")}</li>
            </ol>
            {onboard.isError && <ErrorNote error={onboard.error} />}
            <Button type="submit" variant="filled" fullWidth loading={onboard.isPending} disabled={!ready}>{t("devices.onboard.start")}</Button>
            <p className="small dim">{t("devices.flow.goesOn")}</p>
          </aside>
        </div>
      </form>
      {naming && <NetworkDialog onClose={() => setNaming(false)} />}
    </Page>
  );
}

function Part({ number, title, done, children }: { number: number; title: string; done: boolean; children: ReactNode }) {
  return (
    <section className={`card ${css.card}`} aria-label={title}>
      <div className={css.head}>
        <h2>
          <i className={css.number} data-done={done || undefined} aria-hidden>{done ? <IconCheck size={14} /> : number}</i>
          {title}
        </h2>
      </div>
      {children}
    </section>
  );
}
