/** Steering one camera: who has it, the stick, zoom, presets, tours. */
import { Button, Menu, Modal, Stack } from "@mantine/core";
import { IconBookmarkPlus, IconCrosshair, IconDots, IconMinus, IconPlayerPlay, IconPlayerStop, IconPlus, IconSettings, IconSteeringWheel, IconX } from "@tabler/icons-react";
import { useState } from "react";

import { usePtz } from "../../../api/ptz";
import { can, useMe, useOrganisations } from "../../../api/queries";
import { useNow } from "../../../app/now";
import { useTexts } from "../../../i18n";
import type { LinkState } from "../../../player/steering/link";
import { STILL, type Speed } from "../../../player/steering/speed";
import css from "./Ptz.module.css";
import { PtzSettings } from "./PtzSettings";
import { SavePreset } from "./SavePreset";
import { Pressed, Stick } from "./Stick";
import type { SteeringLine } from "./useSteering";
import { whoSteers } from "./words";

const IDLE_S = 30;
const ZOOM_SPEED = 0.5;

interface Props {
  cameraId: string;
  line: SteeringLine & { link: LinkState };
  aims: boolean;
  onAims: (on: boolean) => void;
  onClose: () => void;
}

export function PtzPanel({ cameraId, line, aims, onAims, onClose }: Props) {
  const texts = useTexts();
  const { t, format } = texts;
  const me = useMe().data;
  const organisations = useOrganisations().data;
  const kept = usePtz(cameraId).data;
  const [asking, setAsking] = useState<"take" | "save" | "settings" | null>(null);
  const nowMs = useNow(1000);
  const { link, send, drive } = line;
  const { state, abilities } = link;
  if (!state) return null;
  const others = state.may === "held" || state.may === "may_take";
  const disabled = others || !abilities;
  const sinceS = Math.max(0, nowMs - link.atMs) / 1000;
  const leftS = state.holder ? Math.max(0, state.holder.left_s - sinceS) : null;
  const homeS = state.home_in_s === null ? null : Math.max(0, state.home_in_s - sinceS);
  const tour = kept?.tours.find((one) => one.id === state.tour_id);
  const who = whoSteers(texts, state, organisations);
  const fault = link.away || state.fault;
  const zoom = (by: number): Speed => ({ ...STILL, zoom: by * ZOOM_SPEED });
  return (
    <div className={css.panel} role="group" aria-label={t("ptz.title")} data-ptz={state.may}>
      <div className={css.lease}>
        <b>
          <IconSteeringWheel size={16} aria-hidden="true" />
          <span className="cut" title={who}>
            {who}
          </span>
        </b>
        {leftS !== null && <span className="num nowrap">{t("ptz.left", { time: format.span(Math.round(leftS) * 1000) })}</span>}
      </div>
      <div className={css.meter}>
        <i style={{ width: `${((leftS ?? 0) / IDLE_S) * 100}%` }} />
      </div>
      {others && (
        <p className={css.why}>
          {t(state.may === "held" ? "ptz.heldWhy" : "ptz.mayTake")}
        </p>
      )}
      {state.may === "may_take" && (
        <Button fullWidth mb="sm" onClick={() => setAsking("take")}>
          {t("ptz.takeOver")}
        </Button>
      )}
      {fault && (
        <p className={css.why} data-tone="bad" role="alert">
          {t("ptz.away")}
        </p>
      )}
      {link.refusal && !link.refusal.needs?.length && link.refusal.kind !== "conflict" && (
        <p className={css.why} data-tone="bad" role="alert">
          {t(link.refusal.kind === "denied" ? "ptz.denied" : "ptz.refused")}
        </p>
      )}
      <div className={css.hands}>
        <Stick disabled={disabled || !abilities.move} onDrive={drive} onHome={abilities?.home || kept?.rest.preset ? () => send({ do: "home" }) : null} />
        <div className={css.zoom}>
          <Pressed label={t("ptz.nearer")} disabled={disabled || !abilities.zoom} onPress={() => drive(zoom(1))} onRelease={() => drive(STILL)}>
            <IconPlus size={16} />
          </Pressed>
          <Pressed label={t("ptz.wider")} disabled={disabled || !abilities.zoom} onPress={() => drive(zoom(-1))} onRelease={() => drive(STILL)}>
            <IconMinus size={16} />
          </Pressed>
          {abilities?.centre && (
            <button type="button" aria-label={t("ptz.aimMode")} title={t("ptz.aimMode")} aria-pressed={aims} disabled={disabled} onClick={() => onAims(!aims)}>
              <IconCrosshair size={16} />
            </button>
          )}
        </div>
      </div>
      {kept && kept.presets.length > 0 && (
        <div className={css.presets} role="group" aria-label={t("ptz.presets")}>
          {kept.presets.map((preset) => (
            <button key={preset.token} type="button" disabled={disabled} title={preset.device_name && preset.device_name !== preset.name ? t("ptz.deviceName", { name: preset.name, device: preset.device_name }) : preset.name} onClick={() => send({ do: "preset", token: preset.token })}>
              <span className="num">{preset.token}</span>
              {preset.name}
            </button>
          ))}
        </div>
      )}
      {homeS !== null && <p className={css.why}>{t("ptz.homeIn", { time: format.span(Math.round(homeS) * 1000) })}</p>}
      {tour && <p className={css.why}>{t(state.tour_waits ? "ptz.tourWaits" : "ptz.tourOn", { tour: tour.name })}</p>}
      <div className={css.row}>
        <Menu position="top-start" withinPortal zIndex={1000}>
          <Menu.Target>
            <button type="button" aria-label={t("ptz.more")}>
              <IconDots size={16} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconBookmarkPlus size={16} />} disabled={disabled} onClick={() => setAsking("save")}>
              {t("ptz.save")}
            </Menu.Item>
            {kept?.tours.map((one) => (
              <Menu.Item key={one.id} leftSection={<IconPlayerPlay size={16} />} disabled={one.id === state.tour_id} onClick={() => send({ do: "tour", tour_id: one.id ?? "" })}>
                {t("ptz.tourStart", { tour: one.name })}
              </Menu.Item>
            ))}
            {state.tour_id && (
              <Menu.Item leftSection={<IconPlayerStop size={16} />} onClick={() => send({ do: "tour", tour_id: "" })}>
                {t("ptz.tourStop")}
              </Menu.Item>
            )}
            {can(me, "camera.write") && (
              <Menu.Item leftSection={<IconSettings size={16} />} onClick={() => setAsking("settings")}>
                {t("ptz.settings")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
        {state.may === "mine" && (
          <button type="button" className={css.grow} onClick={() => send({ do: "release" })}>
            {t("ptz.release")}
          </button>
        )}
        <button type="button" className={state.may === "mine" ? undefined : css.grow} aria-label={t("ptz.close")} title={t("ptz.close")} onClick={onClose}>
          <IconX size={16} />
          {state.may !== "mine" && t("app.close")}
        </button>
      </div>
      {asking === "take" && (
        <Modal opened onClose={() => setAsking(null)} title={t("ptz.takeOver")} size={420} closeButtonProps={{ "aria-label": t("app.close") }}>
          <Stack gap="lg">
            <p>{t("ptz.takeWhat", { who })}</p>
            <div className="row" style={{ justifyContent: "flex-end" }}>
              <Button onClick={() => setAsking(null)}>{t("app.cancel")}</Button>
              <Button
                variant="filled"
                data-autofocus
                onClick={() => {
                  send({ do: "take", over: true });
                  setAsking(null);
                }}
              >
                {t("ptz.takeOver")}
              </Button>
            </div>
          </Stack>
        </Modal>
      )}
      {asking === "save" && <SavePreset cameraId={cameraId} presets={kept?.presets ?? []} onClose={() => setAsking(null)} />}
      {asking === "settings" && kept && <PtzSettings cameraId={cameraId} kept={kept} onClose={() => setAsking(null)} />}
    </div>
  );
}
