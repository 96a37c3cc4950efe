/** One junction: who comes from where and turns where, how long they wait, how long the queues are, and its cameras. */
import { ActionIcon, SegmentedControl, Select, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { Link } from "wouter";

import { can, useCamera, useMe } from "../../api/queries";
import { useJunction, type Junction } from "../../api/traffic";
import { useAddressParts } from "../../app/addressParts";
import { useNow } from "../../app/now";
import { Shape } from "../../components/Shape";
import { ErrorState } from "../../components/States";
import { TimeField } from "../../components/TimeField";
import { useTexts } from "../../i18n";
import { LiveCamera, RecordedCamera } from "./CameraView";
import { FlowDiagram } from "./FlowDiagram";
import { wayOf } from "./flow";
import { crossingOf } from "./junction";
import { LevelMark } from "./LevelMark";
import { KINDS } from "./looks";
import { useSaid } from "./said";
import { Series } from "./Series";
import css from "./Traffic.module.css";
import { TrafficFrame } from "./TrafficFrame";

const MINUTE_MS = 60_000;
const SPANS = { hour: { ms: 60 * MINUTE_MS, step: "5min" }, hours: { ms: 4 * 60 * MINUTE_MS, step: "5min" }, day: { ms: 24 * 60 * MINUTE_MS, step: "15min" } } as const;
type Span = keyof typeof SPANS;
const SPAN_NAMES = Object.keys(SPANS) as Span[];

export function JunctionScreen({ id }: { id: string }) {
  const { t } = useTexts();
  const [search, put] = useAddressParts();
  const span = SPAN_NAMES.find((one) => one === search.get("span")) ?? "hour";
  const minute = Math.floor(useNow(MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  const asked = Date.parse(search.get("to") ?? "");
  const toMs = Number.isNaN(asked) || asked > minute ? minute : asked;
  const { ms, step } = SPANS[span];
  const junction = useJunction(id, toMs - ms, toMs, step);
  const found = junction.data;
  const show = (value: Span) => put("span", value === "hour" ? null : value);
  useHotkeys([...SPAN_NAMES.map((value, index): [string, () => void] => [String(index + 1), () => show(value)]), ["N", () => put("to", null)]]);
  const name = found?.name ?? t("traffic.junction");
  const heading = (
    <div className="row" style={{ minWidth: 0 }}>
      <ActionIcon component={Link} href="/traffic" aria-label={t("traffic.toNetwork")}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      <h1 className="cut">{name}</h1>
      {found && <LevelMark level={found.level} />}
    </div>
  );
  if (junction.isError && !found)
    return (
      <TrafficFrame title={name} heading={heading}>
        <ErrorState error={junction.error} onRetry={() => void junction.refetch()} />
      </TrafficFrame>
    );
  return (
    <TrafficFrame title={name} heading={heading}>
      <div className={css.body}>
        <div className={css.choose}>
          <SegmentedControl size="xs" aria-label={t("traffic.span")} value={span} onChange={show} data={SPAN_NAMES.map((value) => ({ value, label: t(`traffic.span.${value}`) }))} />
          <TimeField aria-label={t("traffic.until")} value={toMs} maxMs={minute} onChange={(at) => put("to", at === null || at >= minute ? null : new Date(at).toISOString())} />
          {junction.isError && (
            <span className="row small c-warn" role="status">
              <Shape name="warn" />
              {t("traffic.notRenewed")}
            </span>
          )}
        </div>
        {found ? <Found junction={found} isNow={toMs === minute} toMs={toMs} /> : <Skeleton height={480} m={16} />}
      </div>
    </TrafficFrame>
  );
}

function Found({ junction, isNow, toMs }: { junction: Junction; isNow: boolean; toMs: number }) {
  const { t } = useTexts();
  const said = useSaid();
  const crossing = useMemo(() => crossingOf(junction, (name, side) => t(`traffic.side.${side}`, { name })), [junction, t]);
  const armOf = (segmentId: string) => crossing.arms.find((arm) => arm.id === crossing.armOf.get(segmentId));
  const nameOf = ({ segment_id, name }: { segment_id: string; name: string }) => armOf(segment_id)?.told ?? name;
  const [chosen, setChosen] = useState<string | null>(null);
  const step = (by: 1 | -1) => {
    const at = crossing.arms.findIndex((arm) => arm.id === chosen);
    setChosen(crossing.arms.at(at < 0 && by < 0 ? -1 : (at + by) % crossing.arms.length)?.id ?? null);
  };
  useHotkeys([["J", () => step(1)], ["K", () => step(-1)], ["Escape", () => setChosen(null)]]);
  const marksMs = useMemo(() => [...junction.starts.map((start) => Date.parse(start)), Date.parse(junction.end)], [junction]);
  const measured = junction.movements.some((one) => one.seen > 0);
  const queues = junction.approaches.map((one) => ({ id: one.segment_id, name: nameOf(one), values: one.queue_m }));
  const volumes = junction.approaches.map((one) => ({ id: one.segment_id, name: nameOf(one), values: one.volume_per_h }));
  const chosenApproach = junction.approaches.find((one) => crossing.armOf.get(one.segment_id) === chosen)?.segment_id ?? null;
  const dull = (segmentId: string) => (chosen !== null && crossing.armOf.get(segmentId) !== chosen) || undefined;
  return (
    <div className={css.file}>
      <div className={css.column}>
        <section className={`card ${css.block}`} aria-label={t("traffic.flows")}>
          <div className={css.blockHead}>
            <h2>{t("traffic.flows")}</h2>
            <span className="small dim">{t("traffic.flowsWhat")}</span>
          </div>
          {crossing.arms.length ? <FlowDiagram label={t("traffic.flows")} arms={crossing.arms} turns={crossing.turns} chosen={chosen} onChoose={setChosen} /> : <p className="dim">{t("traffic.noArms")}</p>}
          {!measured && (
            <p className="note">
              <Shape name="gap" />
              <span>{t("traffic.noTurns")}</span>
            </p>
          )}
          <div className={css.scroll}>
            <table className={css.table}>
              <thead>
                <tr>
                  <th>{t("traffic.movement")}</th>
                  <th>{t("traffic.volume")}</th>
                  <th>{t("traffic.pcu")}</th>
                  <th>{t("traffic.motorcycles")}</th>
                  <th>{t("traffic.seen")}</th>
                </tr>
              </thead>
              <tbody className="num">
                {junction.movements.map((one) => {
                  const [from, to] = [one.from_segment, one.to_segment].map(armOf);
                  const all = KINDS.reduce((sum, kind) => sum + (one.kinds[kind] ?? 0), 0);
                  return (
                    <tr key={`${one.from_segment} ${one.to_segment}`} data-off={dull(one.from_segment)}>
                      <td>{from && to ? t(`traffic.turn.${wayOf(from, to)}`, { from: from.told, to: to.told }) : t(`traffic.turnAlone.${one.turn}`)}</td>
                      <td>
                        <b>{said.perH(one.volume_per_h)}</b>
                      </td>
                      <td>{said.pcuPerH(one.pcu_per_h)}</td>
                      <td>{said.share(all > 0 ? (one.kinds.motorcycle ?? 0) / all : null)}</td>
                      <td>{said.share(one.seen)}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
        </section>
        <section className={`card ${css.block}`} aria-label={t("traffic.queues")}>
          <h2>{t("traffic.queues")}</h2>
          {queues.length ? <Series label={t("traffic.queues")} marksMs={marksMs} rows={queues} write={said.metres} least={20} chosen={chosenApproach} /> : <p className="dim">{t("traffic.noArms")}</p>}
        </section>
        {volumes.length > 0 && (
          <section className={`card ${css.block}`} aria-label={t("traffic.volumes")}>
            <h2>{t("traffic.volumes")}</h2>
            <Series label={t("traffic.volumes")} marksMs={marksMs} rows={volumes} write={said.perH} least={100} chosen={chosenApproach} />
          </section>
        )}
      </div>
      <div className={css.column}>
        <Cameras ids={junction.camera_ids} isNow={isNow} toMs={toMs} />
        <section className={`card ${css.block}`} aria-label={t("traffic.approaches")}>
          <div className={css.blockHead}>
            <h2 className="grow">{t("traffic.approaches")}</h2>
            <span className="small dim">{t("traffic.stateNow")}</span>
          </div>
          <div className={css.scroll}>
            <table className={css.table}>
              <thead>
                <tr>
                  <th>{t("traffic.street")}</th>
                  <th>{t("traffic.delay")}</th>
                  <th>{t("traffic.speed")}</th>
                  <th>{t("traffic.queue")}</th>
                </tr>
              </thead>
              <tbody className="num">
                {junction.approaches.map(({ segment_id, name, state }) => (
                  <tr key={segment_id} data-off={dull(segment_id)}>
                    <td>
                      <span className="row">
                        <LevelMark level={state.level} />
                        <Link href={`/traffic?street=${encodeURIComponent(segment_id)}`}>{nameOf({ segment_id, name })}</Link>
                      </span>
                    </td>
                    <td>{said.span(state.delay_s)}</td>
                    <td>{said.kmh(state.speed_mps)}</td>
                    <td>{said.metres(state.queue_m)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      </div>
    </div>
  );
}

function Cameras({ ids, isNow, toMs }: { ids: readonly string[]; isNow: boolean; toMs: number }) {
  const { t } = useTexts();
  const me = useMe();
  const [chosen, setChosen] = useState<string | null>(null);
  const [live, setLive] = useState(false);
  const id = chosen ?? ids[0];
  return (
    <section className={`card ${css.block}`} aria-label={t("traffic.cameras")}>
      <div className={css.blockHead}>
        <h2 className="grow">{t("traffic.cameras")}</h2>
        {id && can(me.data, "media.live") && <Link href={`/watch/${id}`}>{t("map.open")}</Link>}
      </div>
      {id === undefined ? (
        <p className="dim">{t("traffic.noCameras")}</p>
      ) : (
        <>
          {isNow || live ? <LiveCamera key={id} id={id} /> : <RecordedCamera key={`${id} ${toMs}`} id={id} startMs={toMs - MINUTE_MS} onLive={() => setLive(true)} />}
          {ids.length > 1 && <Select aria-label={t("traffic.cameras")} value={id} onChange={setChosen} data={ids.map((value, index) => ({ value, label: t("traffic.camera", { number: index + 1 }) }))} renderOption={({ option }) => <CameraName id={option.value} />} allowDeselect={false} />}
        </>
      )}
    </section>
  );
}

function CameraName({ id }: { id: string }) {
  const camera = useCamera(id).data;
  return (
    <span>
      <b className="num">{camera?.code ?? "…"}</b> {camera?.name}
    </span>
  );
}
