/** One device: what it is, its channels, clock, log-in and accounts, how safe it is, what it tells. */
import { ActionIcon, Button, Checkbox, Menu } from "@mantine/core";
import { IconChevronLeft, IconDots, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { useConfirmCertificate, useDevice, useDeviceAct, type DeviceFile } from "../../api/devices";
import { can, useMe, useOrganisations } from "../../api/queries";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { DateTime } from "../../components/DateTime";
import { FormDialog } from "../../components/FormDialog";
import { HeadButton } from "../../components/HeadButton";
import { Shape } from "../../components/Shape";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { BulkDialog } from "./BulkDialog";
import { ChannelsCard } from "./ChannelsCard";
import { DeviceBadge } from "./Devices";
import css from "./Devices.module.css";
import { EventsCard } from "./EventsCard";
import { LoginCard, LoginDialog } from "./LoginCard";
import { factsOf, type Facts } from "./look";
import { PostureCard } from "./PostureCard";
import { DeviceSettings } from "./settings/DeviceSettings";
import { TimeCard } from "./TimeCard";

export function DeviceScreen({ id }: { id: string }) {
  const device = useDevice(id);
  if (device.isError && !device.data) return <ErrorState error={device.error} onRetry={() => void device.refetch()} />;
  if (!device.data) return <PageSkeleton />;
  return <File device={device.data} />;
}

function File({ device }: { device: DeviceFile }) {
  const { t } = useTexts();
  const me = useMe();
  const act = useDeviceAct(device.id);
  const [sure, setSure] = useState<"reboot" | "retire" | null>(null);
  const [template, setTemplate] = useState(false);
  const may = can(me.data, "device.manage") && device.state !== "retired";
  const facts = factsOf(device);
  const title = device.name || [device.maker, device.model].filter(Boolean).join(" ") || device.host;
  return (
    <Page
      title={title}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/devices" aria-label={t("devices.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">{title}</h1>
          <span className="dim num nowrap no-phone">{device.host}:{device.port}</span>
          <DeviceBadge state={device.state} />
        </>
      }
      actions={
        may && (
          <>
            <HeadButton icon={<IconRefresh size={16} />} text={t("devices.readNow")} loading={act.isPending && act.variables === "read"} onClick={() => act.mutate("read")} />
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" aria-label={t("devices.more")}>
                  <IconDots size={18} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setTemplate(true)}>{t("devices.kind.apply")}</Menu.Item>
                <Menu.Item onClick={() => setSure("reboot")}>{t("devices.reboot")}</Menu.Item>
                <Menu.Item c="var(--tc-bad)" onClick={() => setSure("retire")}>{t("devices.retire")}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        )
      }
    >
      <div className={css.body}>
        <div className={css.file}>
          <div className={css.stack}>
            {act.isError && act.variables === "read" && <ErrorNote error={act.error} />}
            <Standing device={device} may={may} />
            <ChannelsCard device={device} facts={facts} may={may} />
            <PostureCard device={device} may={may} />
            <EventsCard device={device} may={may} />
          </div>
          <div className={css.stack}>
            <What device={device} facts={facts} />
            <LoginCard device={device} facts={facts} may={may} />
            <TimeCard device={device} facts={facts} may={may} />
            <DeviceSettings device={device} />
            <Oddities facts={facts} />
          </div>
        </div>
      </div>
      {sure && <SureDialog device={device} act={sure} onClose={() => setSure(null)} />}
      {template && <BulkDialog kind="apply" ids={[device.id]} onClose={() => setTemplate(false)} />}
    </Page>
  );
}

/** What keeps the platform from speaking to it, and what a person does about that. */
function Standing({ device, may }: { device: DeviceFile; may: boolean }) {
  const { t } = useTexts();
  const confirm = useConfirmCertificate(device.id);
  const [login, setLogin] = useState(false);
  if (device.state === "ready") return null;
  const tone = device.state === "away" ? "bad" : device.state === "retired" ? "off" : "warn";
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.standing")} role="status">
      <div className={`note ${tone}`}>
        <Shape name={tone} size={14} />
        <div className={css.why}>
          <b>{t(`devices.standing.${device.state}`)}</b>
          {device.reason && <span className="dim">{device.reason}</span>}
        </div>
      </div>
      {device.state === "certificate_changed" && (
        <dl className={css.facts}>
          <dt>{t("devices.certificate.known")}</dt>
          <dd className={css.mono}>{device.certificate || "–"}</dd>
          <dt>{t("devices.certificate.offered")}</dt>
          <dd className={css.mono}>{device.offered_certificate || "–"}</dd>
        </dl>
      )}
      {may && device.state === "certificate_changed" && device.offered_certificate && (
        <div><Button variant="filled" loading={confirm.isPending} onClick={() => confirm.mutate(device.offered_certificate)}>{t("devices.certificate.confirm")}</Button></div>
      )}
      {may && device.state === "login_refused" && <div><Button variant="filled" onClick={() => setLogin(true)}>{t("devices.enterLogin")}</Button></div>}
      {confirm.isError && <ErrorNote error={confirm.error} />}
      {login && <LoginDialog device={device} onClose={() => setLogin(false)} />}
    </section>
  );
}

function What({ device, facts }: { device: DeviceFile; facts: Facts }) {
  const { t } = useTexts();
  const organisations = useOrganisations();
  const rows: [string, React.ReactNode][] = [
    [t("devices.column.model"), [device.maker, device.model].filter(Boolean).join(" ") || "–"],
    [t("devices.column.firmware"), device.firmware || "–"],
    [t("devices.hardware"), facts.hardware || "–"],
    [t("devices.column.serial"), <span key="s" className="num">{device.serial || "–"}</span>],
    ["MAC", <span key="m" className="num">{device.mac.replace(/(..)(?=.)/g, "$1:") || "–"}</span>],
    [t("devices.column.address"), <span key="a" className="num">{device.tls ? "https://" : "http://"}{device.host}:{device.port}{device.path}</span>],
    [t("devices.owner"), organisations.data?.find((one) => one.id === device.owner_id)?.name ?? "…"],
    [t("devices.profiles"), facts.profiles.join(", ") || t("devices.noneOfIt")],
    [t("devices.protocols"), facts.protocols.map((one) => `${one.name} ${one.ports}`.trim()).join(", ") || "–"],
    [t("devices.column.seen"), <DateTime key="t" at={device.seen_at} relative />],
    [t("devices.readAt"), <DateTime key="r" at={device.facts_at} relative />],
  ];
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.what")}>
      <div className={css.head}>
        <h2>{t("devices.what")}</h2>
        {device.protected && <span className="c-hold line" title={t("devices.protectedWhat")}><Shape name="lock" size={14} /></span>}
      </div>
      <dl className={css.facts}>
        {rows.map(([name, value]) => (
          <span key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </span>
        ))}
      </dl>
    </section>
  );
}

const ODDITIES = ["names_another_address", "names_forbidden_port", "clock_far_off", "answers_without_login", "password_in_address", "no_answer"] as const;

function Oddities({ facts }: { facts: Facts }) {
  const { t } = useTexts();
  if (facts.oddities.length === 0) return null;
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.oddities")}>
      <h2>{t("devices.oddities")}</h2>
      <ul className={css.rows}>
        {facts.oddities.map((one, index) => {
          const kind = ODDITIES.find((known) => known === one.kind);
          return (
            <li key={index} className={css.why}>
              <span>{kind ? t(`devices.oddity.${kind}`) : one.kind}</span>
              {one.about && <span className={`dim ${css.mono}`}>{one.about}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Steps of a change of the password in which the platform remembers the old one and the new one. */
const TWO_KEPT: ReadonlySet<string> = new Set(["prepared", "sent", "stuck"]);

/** Says what it does to what, before it does. */
export function SureDialog({ device, act: what, onClose }: { device: DeviceFile; act: "reboot" | "retire"; onClose: () => void }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const act = useDeviceAct(device.id);
  const [both, setBoth] = useState(false);
  const twoKept = what === "retire" && device.credential !== null && TWO_KEPT.has(device.credential.step);
  return (
    <FormDialog title={t(`devices.${what}`)} size={460} word={t(`devices.${what}.sure`)} sending={act.isPending} disabled={twoKept && !both} onSend={() => act.mutate(both ? "retire_both" : what, { onSuccess: () => (what === "retire" ? go("/devices") : onClose()) })} onClose={onClose}>
      <p>{t(`devices.${what}.what`, { address: `${device.host}:${device.port}`, count: device.channels.length })}</p>
      {twoKept && (
        <div className="note warn">
          <Shape name="warn" size={14} />
          <Checkbox label={t("devices.retire.both")} description={t("devices.retire.bothWhat")} checked={both} onChange={(event) => setBoth(event.currentTarget.checked)} />
        </div>
      )}
      {act.isError && <ErrorNote error={act.error} />}
    </FormDialog>
  );
}
