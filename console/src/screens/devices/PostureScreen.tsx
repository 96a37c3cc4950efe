/** How safe devices are, by owner and requirement group, one by one, and for what somebody answers until when. */
import { Button, Select, Skeleton } from "@mantine/core";
import { Link, useLocation } from "wouter";

import { useDevicePostures, useExceptions, usePostures, type DevicePosture, type PostureCheck, type Postures } from "../../api/devices";
import { useOrganisations } from "../../api/queries";
import { useAddressParts } from "../../app/addressParts";
import { DateTime } from "../../components/DateTime";
import { EntityTable, type Column } from "../../components/EntityTable";
import { Shape } from "../../components/Shape";
import { Badge } from "../../components/StateBadge";
import { EmptyState, ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import { DeviceFrame } from "./DeviceFrame";
import css from "./Devices.module.css";
import { SEVERITIES, SEVERITY_LOOK } from "./look";

export function PostureScreen() {
  const { t } = useTexts();
  const [search, put, putAll] = useAddressParts();
  const postures = usePostures();
  const checks = postures.data?.groups.flatMap((one) => one.checks) ?? [];
  const check = checks.find((one) => one === search.get("check"));
  const worst = SEVERITIES.find((one) => one === search.get("worst"));
  const owner = search.get("owner") ?? "";
  const filtered = Boolean(check || worst || owner);
  return (
    <DeviceFrame title="devices.posture" tools={filtered && <Button variant="subtle" onClick={() => putAll(new URLSearchParams(), { replace: true })}>{t("devices.posture.clear")}</Button>}>
      <div className={css.body}>
        {postures.isError ? (
          <ErrorState error={postures.error} onRetry={() => void postures.refetch()} />
        ) : (
          <div className={css.column} style={{ maxWidth: 1280 }}>
            {!postures.data ? (
              <Skeleton height={320} />
            ) : postures.data.owners.length === 0 ? (
              <EmptyState title={t("devices.posture.none")}>{t("devices.noneWhat")}</EmptyState>
            ) : (
              <>
                <Groups postures={postures.data} check={check} onCheck={(one) => put("check", one === check ? "" : one)} />
                <Owners postures={postures.data} owner={owner} onOwner={(one) => put("owner", one === owner ? "" : one)} />
                <Exceptions />
                <section className={`card ${css.card}`} aria-label={t("devices.posture.devices")}>
                  <div className={css.head}>
                    <h2>{t("devices.posture.devices")}</h2>
                    <Select w={220} aria-label={t("devices.posture.check")} placeholder={t("devices.posture.anyCheck")} clearable clearButtonProps={{ "aria-label": t("filter.clearOne") }} value={check ?? null} onChange={(value) => put("check", value)} data={checks.map((value) => ({ value, label: t(`devices.check.${value}`) }))} />
                    <Select w={150} aria-label={t("devices.posture.worst")} placeholder={t("devices.posture.anyWorst")} clearable clearButtonProps={{ "aria-label": t("filter.clearOne") }} value={worst ?? null} onChange={(value) => put("worst", value)} data={SEVERITIES.map((value) => ({ value, label: t(`devices.worst.${value}`) }))} />
                  </div>
                  <List filter={{ owner_id: owner || undefined, check, worst }} filtered={filtered} />
                </section>
              </>
            )}
          </div>
        )}
      </div>
    </DeviceFrame>
  );
}

function Groups({ postures, check, onCheck }: { postures: Postures; check: PostureCheck | undefined; onCheck: (check: PostureCheck) => void }) {
  const { t, language, format } = useTexts();
  const failing = (one: PostureCheck) => postures.owners.reduce((sum, owner) => sum + (owner.failing[one] ?? 0), 0);
  const seen = postures.groups.filter((one) => one.checks.length > 0);
  const unseen = postures.groups.filter((one) => one.checks.length === 0);
  const certainty = (one: string) => (one === "official" || one === "news" || one === "unverified" || one === "ours" ? t(`devices.certainty.${one}`) : one);
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.posture.groups")}>
      <div className={css.head}>
        <h2>{t("devices.posture.groupsOf", { regulation: postures.regulation })}</h2>
      </div>
      <div className={css.two} style={{ alignItems: "start", gridTemplateColumns: "repeat(auto-fit, minmax(min(300px, 100%), 1fr))" }}>
        {seen.map((group) => (
          <div key={group.id}>
            <h3>{group.title[language] ?? group.title.vi}</h3>
            <p className="small faint">{certainty(group.certainty)}</p>
            <ul className={css.rows}>
              {group.checks.map((one) => {
                const count = failing(one);
                return (
                  <li key={one} className={css.line}>
                    <span className={count ? "c-bad" : "c-ok"}><Shape name={count ? "bad" : "ok"} size={12} /></span>
                    <span className="grow">{count ? <button type="button" className={css.link} aria-pressed={check === one} onClick={() => onCheck(one)}>{t(`devices.check.${one}`)}</button> : t(`devices.check.${one}`)}</span>
                    <b className="num">{format.number(count)}</b>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </div>
      {unseen.length > 0 && (
        <details className="small">
          <summary className="dim">{t("devices.posture.unseen", { count: unseen.length })}</summary>
          <ul className={css.rows}>
            {unseen.map((one) => <li key={one.id} className={css.line}><span className="grow">{one.title[language] ?? one.title.vi}</span><span className="dim">{certainty(one.certainty)}</span></li>)}
          </ul>
        </details>
      )}
    </section>
  );
}

function Owners({ postures, owner, onOwner }: { postures: Postures; owner: string; onOwner: (id: string) => void }) {
  const { t, format } = useTexts();
  const organisations = useOrganisations();
  const names = new Map(organisations.data?.map((one) => [one.id, one.name]));
  const bad = (one: Postures["owners"][number]) => (one.by_worst.high ?? 0) * 1e6 + (one.by_worst.medium ?? 0);
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.posture.owners")}>
      <h2>{t("devices.posture.owners")}</h2>
      <div className={css.scroll}>
        <table className={css.owners}>
          <thead>
            <tr>
              <th scope="col">{t("devices.owner")}</th>
              <th scope="col">{t("devices.posture.count")}</th>
              {SEVERITIES.map((one) => <th key={one} scope="col">{t(`devices.worst.${one}`)}</th>)}
              <th scope="col">{t("devices.exceptions")}</th>
              <th scope="col">{t("devices.posture.share")}</th>
            </tr>
          </thead>
          <tbody>
            {postures.owners.toSorted((a, b) => bad(b) - bad(a)).map((one) => (
              <tr key={one.owner_id}>
                <td><button type="button" className={css.link} aria-pressed={owner === one.owner_id} onClick={() => onOwner(one.owner_id)}>{names.get(one.owner_id) ?? "…"}</button></td>
                <td className="num">{format.number(one.devices)}</td>
                {SEVERITIES.map((each) => <td key={each} className="num">{format.number(one.by_worst[each] ?? 0)}</td>)}
                <td className="num">{format.number(one.excepted)}</td>
                <td>
                  <span className={css.bar} aria-hidden>
                    {SEVERITIES.map((each) => <i key={each} style={{ width: `${(100 * (one.by_worst[each] ?? 0)) / Math.max(1, one.devices)}%`, background: `var(--tc-${each === "low" ? "accent" : SEVERITY_LOOK[each].tone})` }} />)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Exceptions() {
  const { t } = useTexts();
  const held = useExceptions();
  if (held.isError) return <ErrorNote error={held.error} />;
  if (!held.data?.length) return null;
  return (
    <section className={`card ${css.card}`} aria-label={t("devices.exceptions")}>
      <h2>{t("devices.exceptionsOf", { count: held.data.length })}</h2>
      <ul className={css.rows}>
        {held.data.map((one) => (
          <li key={one.id} className={css.line}>
            <span className="c-hold"><Shape name="hold" size={12} /></span>
            <span className={`grow ${css.why}`}>
              <span>{t(`devices.check.${one.check}`)} · <Link href={`/devices/${one.device_id}`} className="num">{one.host}:{one.port}</Link></span>
              <span className="small dim">{t("devices.exception.who", { who: one.responsible, reason: one.reason })}</span>
            </span>
            <span className="small nowrap">{t("devices.exception.until")} <DateTime at={one.until} until /></span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function List({ filter, filtered }: { filter: Parameters<typeof useDevicePostures>[0]; filtered: boolean }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const organisations = useOrganisations();
  const found = useDevicePostures(filter);
  const columns: Column<DevicePosture>[] = [
    { key: "host", head: t("devices.column.address"), cell: (one) => <b className="num nowrap">{one.host}:{one.port}</b> },
    { key: "worst", head: t("devices.posture.worst"), phone: "end", cell: (one) => <Badge {...SEVERITY_LOOK[one.worst]}>{t(`devices.worst.${one.worst}`)}</Badge> },
    { key: "model", head: t("devices.column.model"), cell: (one) => [one.maker, one.model].filter(Boolean).join(" ") || "–" },
    {
      key: "failing",
      head: t("devices.posture.failing"),
      cell: (one) => (
        <span className={css.why}>
          <span className="small">{one.failing.map((each) => t(`devices.check.${each}`)).join("; ") || "–"}</span>
          {one.excepted.length > 0 && <span className="small c-hold">{t("devices.posture.excepted", { count: one.excepted.length })}</span>}
          {one.unknown.length > 0 && <span className="small faint">{t("devices.posture.unknown", { count: one.unknown.length })}</span>}
        </span>
      ),
    },
    { key: "owner", head: t("devices.owner"), phone: "hide", cell: (one) => organisations.data?.find((each) => each.id === one.owner_id)?.name ?? "…" },
  ];
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <EntityTable label={t("devices.posture.devices")} columns={columns} rows={found.data?.pages.flatMap((page) => page.items)} rowKey={(one) => one.id} onOpen={(one) => go(`/devices/${one.id}`)} hasMore={found.hasNextPage} loadingMore={found.isFetchingNextPage} onMore={() => void found.fetchNextPage()} empty={<EmptyState title={t(filtered ? "devices.noneFound" : "devices.posture.none")}>{t(filtered ? "devices.posture.noneFoundWhat" : "devices.noneWhat")}</EmptyState>} />
  );
}
