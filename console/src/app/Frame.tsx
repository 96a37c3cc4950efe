/** Rail, bar and what is between; nothing in the frame moves while loading. */
import { ActionIcon, Menu } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChevronDown, IconDeviceCctv, IconDeviceTv, IconFileText, IconKeyboard, IconLanguage, IconLogout, IconMap2, IconScale, IconSearch, IconSettings, IconShieldLock, IconTargetArrow, IconTrafficLights, IconUser } from "@tabler/icons-react";
import { lazy, Suspense, useState, type ComponentType, type ReactNode } from "react";
import { Link, useLocation } from "wouter";

import { can, useSignOut } from "../api/queries";
import { usePurposes } from "../api/requests";
import type { Action, Me } from "../api/types";
import { ProgressPanel } from "../components/ProgressPanel";
import { Shape } from "../components/Shape";
import { AllWords, useTexts, type TextKey } from "../i18n";
import { SITE } from "../i18n/zone";
import { pinScheme, useSchemeChoice, type SchemeChoice } from "../theme/scheme";
import { placesFor, RULES, type Place } from "./areas";
import css from "./Frame.module.css";
import { Mark } from "./Mark";
import { useNow } from "./now";
import { useConnection } from "./connection";
import { setNeeded, useNeeded } from "./needs";
import { usePurpose } from "./purpose";
import { useWaiting } from "./waiting";

const Alarms = lazy(() => import("./Alarms").then((module) => ({ default: module.Alarms })));
const ResetNotice = lazy(() => import("./ResetNotice").then((module) => ({ default: module.ResetNotice })));
const PurposeDialog = lazy(() => import("../components/PurposeDialog").then((module) => ({ default: module.PurposeDialog })));
const Palette = lazy(() => import("./Palette").then((module) => ({ default: module.Palette })));
const KeysHelp = lazy(() => import("./KeysHelp").then((module) => ({ default: module.KeysHelp })));

interface RailItem {
  to: string;
  also: RegExp;
  text: TextKey;
  action: Action | null;
  /** The item leads to the first of these that the person may use; none, no item. */
  places?: readonly Place[];
  icon: ComponentType<{ size?: number; stroke?: number }>;
}

export const RAIL: readonly RailItem[] = [
  { to: "/wall", also: /^\/(wall|watch|playback|find|bookmarks)/, text: "rail.watch", action: "media.live", icon: IconDeviceTv },
  { to: "/map", also: /^\/map/, text: "rail.map", action: "camera.read", icon: IconMap2 },
  { to: "/traffic", also: /^\/traffic/, text: "rail.traffic", action: "traffic.read", icon: IconTrafficLights },
  { to: "/cameras", also: /^\/(cameras|health|repairs|imports|campaigns|field|duplicates|targets|proposals|opinions|organisations)/, text: "rail.cameras", action: "camera.read", icon: IconDeviceCctv },
  { to: "", also: /^\/(rights|regulation|requests|shares|cases|duties|desk|record|holds|exports)/, text: "rail.rules", action: null, places: RULES, icon: IconScale },
  { to: "/users", also: /^\/(users|consumers|account|storage|models|vision|settings)/, text: "rail.system", action: "user.read", icon: IconSettings },
  { to: "/settings", also: /^\/(account|settings)/, text: "rail.system", action: null, icon: IconSettings },
];

/** What a person may not use is not there; without users to manage the system item leads to one's own settings. */
export function railFor(me: Me): RailItem[] {
  const allowed = RAIL.flatMap((item) => {
    if (item.places) return placesFor(me, item.places).slice(0, 1).map(({ to }) => ({ ...item, to }));
    return item.action === null || can(me, item.action) ? [item] : [];
  });
  return allowed.filter((item, index) => allowed.findIndex((other) => other.text === item.text) === index);
}

export function Frame({ me, children }: { me: Me; children: ReactNode }) {
  const { t } = useTexts();
  const [path] = useLocation();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const [purposeOpen, setPurposeOpen] = useState(false);
  const needed = useNeeded();
  useHotkeys([["mod+K", () => setPalette(true)]], []);
  useHotkeys([["?", () => setHelp(true)], ["shift+?", () => setHelp(true)]]);

  return (
    <div className={css.app}>
      <a className={css.skip} href="#content">
        {t("app.skip")}
      </a>
      <Banner me={me} />
      <nav className={css.rail} aria-label={t("rail.label")}>
        <Link className={css.brand} href="/" aria-label={t("app.name")}>
          <Mark />
        </Link>
        {railFor(me).map((item) => (
          <Link key={item.to} className={css.item} href={item.to} aria-current={item.also.test(path) ? "page" : undefined}>
            <item.icon size={20} stroke={1.75} />
            <span>{t(item.text)}</span>
            {item.text === "rail.rules" && <Waiting />}
          </Link>
        ))}
      </nav>
      <header className={css.bar}>
        <button type="button" className={`${css.search} no-phone`} onClick={() => setPalette(true)}>
          <IconSearch size={16} />
          <span className="grow cut">{t("bar.search")}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <ActionIcon className="only-phone" size={44} aria-label={t("bar.search")} onClick={() => setPalette(true)}>
          <IconSearch size={18} />
        </ActionIcon>
        <PurposeChip onOpen={() => setPurposeOpen(true)} />
        <span className="grow no-phone" />
        <Clock />
        <MeMenu me={me} onKeys={() => setHelp(true)} />
      </header>
      <main className={css.content} id="content" tabIndex={-1}>
        {children}
      </main>
      <ProgressPanel />
      <Suspense fallback={null}>
        <AllWords>
          {(purposeOpen || needed) && (
            <PurposeDialog
              needed={needed}
              onClose={() => {
                setPurposeOpen(false);
                setNeeded(null);
              }}
            />
          )}
        </AllWords>
      </Suspense>
      <Suspense>
        <AllWords>
          {palette && <Palette me={me} onClose={() => setPalette(false)} onPurpose={() => setPurposeOpen(true)} />}
          {help && <KeysHelp onClose={() => setHelp(false)} />}
        </AllWords>
      </Suspense>
    </div>
  );
}

function Banner({ me }: { me: Me }) {
  const { t } = useTexts();
  const connected = useConnection();
  return (
    <div aria-live="assertive" style={{ gridColumn: "1 / -1" }}>
      {!connected && (
        <div className={css.banner}>
          <span className="c-bad">
            <Shape name="bad" />
          </span>
          {t("app.lost")}
        </div>
      )}
      {me.factors_reset && (
        <Suspense>
          <AllWords>
            <ResetNotice reset={me.factors_reset} />
          </AllWords>
        </Suspense>
      )}
      {can(me, "alarm.read") && (
        <Suspense>
          <AllWords>
            <Alarms />
          </AllWords>
        </Suspense>
      )}
    </div>
  );
}

/** Requests that wait for one's answer. */
function Waiting() {
  const { t } = useTexts();
  const count = Object.values(useWaiting()).reduce((sum, one) => sum + one, 0);
  return count > 0 && <b className={`${css.count} num`} aria-label={t("rail.waiting", { count })}>{count}</b>;
}

function PurposeChip({ onOpen }: { onOpen: () => void }) {
  const { t, language } = useTexts();
  const { purpose, reference } = usePurpose();
  const known = usePurposes(purpose !== "").data?.find((one) => one.key === purpose);
  const name = purpose === "" ? t("purpose.routine") : (known?.[`name_${language}`] ?? "…");
  return (
    <button type="button" className={css.purpose} data-purpose={purpose} onClick={onOpen} aria-label={t("purpose.chip", { purpose: name, reference })}>
      <IconTargetArrow size={16} color="var(--tc-accent-text)" style={{ flex: "none" }} />
      <span className={`${css.purposeKey} no-phone`}>{t("purpose.key")}</span>
      <span className="cut">
        {name}
        {reference && <span className="num no-phone"> · {reference}</span>}
      </span>
      <IconChevronDown size={16} style={{ flex: "none" }} />
    </button>
  );
}

function Clock() {
  const { t, format } = useTexts();
  const now = useNow();
  return (
    <div className={`${css.clock} no-phone`} role="timer" aria-label={t("bar.clock")}>
      <span className="num">{format.time(now)}</span>
      <small>{t("bar.day", { weekday: format.weekday(now), date: format.date(now), zone: SITE.nameAt(now) })}</small>
    </div>
  );
}

function MeMenu({ me, onKeys }: { me: Me; onKeys: () => void }) {
  const { t, language, setLanguage } = useTexts();
  const scheme = useSchemeChoice();
  const signOut = useSignOut();
  const [, go] = useLocation();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={css.me} aria-label={t("me.menu", { name: me.user.name || me.user.username })}>
          <IconUser className="only-phone" size={18} />
          <span className="no-phone cut">
            {me.user.name || me.user.username}
            <small className="cut">{me.organisations.find((place) => place.id === me.user.organisation_id)?.name}</small>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("me.theme")}</Menu.Label>
        <Menu.RadioGroup value={scheme} onChange={(value) => pinScheme(value as SchemeChoice)}>
          {(["auto", "dark", "light"] as const).map((choice) => (
            <Menu.RadioItem key={choice} value={choice}>
              {t(`me.theme.${choice}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLanguage size={16} />} onClick={() => setLanguage(language === "vi" ? "en" : "vi")} lang={language === "vi" ? "en" : "vi"}>
          {t("me.otherLanguage")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onKeys}>
          {t("me.keys")}
        </Menu.Item>
        <Menu.Item leftSection={<IconShieldLock size={16} />} onClick={() => go("/account")}>
          {t("me.account")}
        </Menu.Item>
        <Menu.Item leftSection={<IconScale size={16} />} onClick={() => go("/rights")}>
          {t("me.rights")}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileText size={16} />} onClick={() => go("/settings")}>
          {t("me.settings")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {t("me.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
