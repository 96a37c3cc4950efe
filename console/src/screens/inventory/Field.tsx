/** The form for one who stands before a camera with a phone; nothing typed is lost when the network is. */
import { Button, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconCamera, IconCurrentLocation, IconSend, IconTrash } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";

import { can, useMe, useOrganisations } from "../../api/queries";
import type { Camera } from "../../api/types";
import { useConnection } from "../../app/connection";
import { Page } from "../../app/Page";
import { PageSkeleton } from "../../app/Splash";
import { EmptyState } from "../../components/States";
import { useTexts } from "../../i18n";
import { CameraTabs } from "../CameraTabs";
import { Dial } from "./Dial";
import css from "./Field.module.css";
import { emptyField, fieldFaults, newFormId, windOf, type FieldInput } from "./fieldForm";
import { enqueue, useFieldQueue } from "./fieldQueue";
import { loadDraft, saveDraft, type Draft, type Waiting } from "./fieldStore";
import { FieldCamera } from "./FieldCamera";
import { FieldQueue } from "./FieldQueue";
import { smallPhoto } from "./photo";

const DRAFT_MS = 300;

export function Field() {
  const { t } = useTexts();
  const me = useMe();
  const userId = me.data?.user.id ?? "";
  const ownerId = me.data?.user.organisation_id ?? "";
  const [draft, setDraft] = useState<Draft | null>(null);
  useEffect(() => {
    const empty: Draft = { userId, input: emptyField(ownerId), photo: null };
    loadDraft(userId).then(
      (found) => setDraft(found ? { ...found, input: { ...empty.input, ...found.input } } : empty),
      () => setDraft(empty), // a browser that keeps nothing can still send
    );
  }, [userId, ownerId]);
  if (me.data && !can(me.data, "camera.write")) {
    return (
      <Page title={t("field.title")} desk aside={<CameraTabs />}>
        <EmptyState title={t("error.denied")}>{t("field.noRight")}</EmptyState>
      </Page>
    );
  }
  if (!draft) return <PageSkeleton />;
  return <Form first={draft} />;
}

type PlaceState = "idle" | "asking" | "refused" | "failed";

function Form({ first }: { first: Draft }) {
  const { t, format } = useTexts();
  const organisations = useOrganisations();
  const connected = useConnection();
  const { userId } = first;
  const queue = useFieldQueue(userId);
  const [input, setInput] = useState(first.input);
  const [photo, setPhoto] = useState(first.photo);
  const [photoFault, setPhotoFault] = useState(false);
  const [tried, setTried] = useState(false);
  const [place, setPlace] = useState<PlaceState>("idle");
  const [failed, setFailed] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const keepDraft = useDebouncedCallback((draft: Draft) => void saveDraft(draft).catch(() => setFailed(true)), DRAFT_MS);
  const wrong = fieldFaults(input);
  useEffect(() => {
    if (connected) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault(); // without a network the page would not open again
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [connected]);

  const put = (change: Partial<FieldInput>, newPhoto: Blob | null = photo) => {
    const next = { ...input, ...change };
    setInput(next);
    setPhoto(newPhoto);
    keepDraft({ userId, input: next, photo: newPhoto });
  };
  const fault = (name: keyof FieldInput): ReactNode => tried && wrong[name] && t(`field.fault.${wrong[name]}`);
  const text = (name: "code" | "name" | "lat" | "lon" | "height") => ({ value: input[name], error: fault(name) });
  const known = (camera: Camera) => put({ cameraId: camera.id, cameraText: `${camera.code} · ${camera.name}` });

  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const small = await smallPhoto(file);
      setPhotoFault(false);
      put({ takenMs: file.lastModified || null }, small);
    } catch {
      setPhotoFault(true);
    }
  };
  const locate = () => {
    setPlace("asking");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setPlace("idle");
        put({ lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6), accuracyM: Math.round(coords.accuracy) });
      },
      (error) => setPlace(error.code === error.PERMISSION_DENIED ? "refused" : "failed"),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 5_000 },
    );
  };
  const finish = () => {
    setTried(true);
    if (Object.keys(wrong).length) {
      window.setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid=true], [data-error] input, [data-missing] input")?.focus(), 0);
      return;
    }
    const empty: Draft = { userId, input: { ...emptyField(input.ownerId), kind: input.kind }, photo: null };
    const form: Waiting = { formId: newFormId(), userId, input, photo, keptMs: Date.now(), refused: null };
    keepDraft.cancel();
    enqueue(form, empty).then(
      () => {
        setTried(false);
        setInput(empty.input);
        setPhoto(null);
        document.querySelector("[data-field]")?.scrollTo({ top: 0 });
      },
      () => setFailed(true),
    );
  };
  const again = (form: Waiting) => {
    setInput(form.input);
    setPhoto(form.photo);
    keepDraft({ userId, input: form.input, photo: form.photo });
    setTried(true);
  };

  return (
    <Page title={t("field.title")} desk aside={<CameraTabs />}>
      <div className={css.body} data-field>
        <form
          id="field"
          className={css.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            finish();
          }}
        >
          {!connected && (
            <p className={`note warn ${css.wide}`} role="status" data-offline>
              {t("field.offline", { count: queue.waiting.length })}
            </p>
          )}
          <FieldQueue queue={queue} connected={connected} onAgain={again} />
          <div className={css.column}>
            <section className={`card ${css.card}`}>
              <h2>{t("field.which")}</h2>
              <SegmentedControl
                fullWidth
                aria-label={t("field.which")}
                value={input.kind}
                onChange={(kind) => put({ kind: kind })}
                data={[
                  { value: "known", label: t("field.known") },
                  { value: "new", label: t("field.new") },
                ]}
              />
              {input.kind === "known" ? (
                <FieldCamera id={input.cameraId} text={input.cameraText} fault={fault("cameraId")} onChoose={known} onForget={() => put({ cameraId: "", cameraText: "" })} onPlace={(lat, lon, azimuth) => put({ lat, lon, accuracyM: null, azimuth: azimuth ?? input.azimuth })} />
              ) : (
                <>
                  <TextInput label={t("cameras.code")} {...text("code")} onChange={(event) => put({ code: event.currentTarget.value })} autoCapitalize="characters" maxLength={64} />
                  <TextInput label={t("cameras.name")} placeholder={t("camera.namePlaceholder")} {...text("name")} onChange={(event) => put({ name: event.currentTarget.value })} maxLength={200} />
                  <Select label={t("cameras.owner")} searchable allowDeselect={false} value={input.ownerId} onChange={(value) => put({ ownerId: value ?? "" })} data={(organisations.data ?? []).filter((one) => !one.valid_to).map((one) => ({ value: one.id, label: one.name }))} limit={60} error={fault("ownerId")} nothingFoundMessage={t("app.nothing")} />
                </>
              )}
            </section>
            <section className={`card ${css.card}`}>
              <h2>{t("field.photo")}</h2>
              <Photo photo={photo} />
              {photoFault && <p className="c-bad small" role="alert">{t("field.photo.broken")}</p>}
              <div className="row">
                <Button className="grow" leftSection={<IconCamera size={18} />} onClick={() => chooser.current?.click()}>
                  {t(photo ? "field.photo.again" : "field.photo.take")}
                </Button>
                {photo && (
                  <Button leftSection={<IconTrash size={16} />} onClick={() => put({ takenMs: null }, null)}>
                    {t("field.photo.drop")}
                  </Button>
                )}
              </div>
              <input
                ref={chooser}
                type="file"
                accept="image/*"
                capture="environment"
                hidden
                aria-label={t("field.photo")}
                onChange={(event) => {
                  void take(event.currentTarget.files?.[0]);
                  event.currentTarget.value = "";
                }}
              />
            </section>
          </div>
          <div className={css.column}>
            <section className={`card ${css.card}`}>
              <h2>{t("field.place")}</h2>
              <Button leftSection={<IconCurrentLocation size={18} />} loading={place === "asking"} disabled={!("geolocation" in navigator) || !window.isSecureContext} onClick={locate}>
                {t("field.place.here")}
              </Button>
              {(place === "refused" || place === "failed") && <p className="c-bad small" role="alert">{t(`field.place.${place}`)}</p>}
              <div className={css.two}>
                <TextInput label={t("camera.lat")} placeholder="20.99812" inputMode="decimal" {...text("lat")} onChange={(event) => put({ lat: event.currentTarget.value, accuracyM: null })} />
                <TextInput label={t("camera.lon")} placeholder="105.84110" inputMode="decimal" {...text("lon")} onChange={(event) => put({ lon: event.currentTarget.value, accuracyM: null })} />
              </div>
              {input.accuracyM !== null && <p className={input.accuracyM > 30 ? "small c-warn" : "small dim"}>{t(input.accuracyM > 30 ? "field.place.rough" : "field.place.accuracy", { metres: format.number(input.accuracyM) })}</p>}
            </section>
            <section className={`card ${css.card}`}>
              <h2>{t("field.azimuth")}</h2>
              <Dial value={input.azimuth} onChange={(azimuth) => put({ azimuth })} />
              <div className={css.turn}>
                <TextInput
                  label={t("field.azimuth.degrees")}
                  inputMode="numeric"
                  value={input.azimuth === null ? "" : String(input.azimuth)}
                  onChange={(event) => {
                    const digits = event.currentTarget.value.replace(/\D/g, "").slice(0, 3);
                    put({ azimuth: digits === "" ? null : Number(digits) % 360 });
                  }}
                />
                <p className="dim small" aria-live="polite" style={{ paddingBottom: 8 }}>
                  {input.azimuth === null ? t("field.azimuth.how") : t("field.azimuth.is", { degrees: input.azimuth, wind: t(`field.wind.${windOf(input.azimuth)}`) })}
                </p>
              </div>
            </section>
            <section className={`card ${css.card}`}>
              <h2>{t("field.more")}</h2>
              <SegmentedControl
                fullWidth
                aria-label={t("field.kind")}
                value={input.cameraKind}
                onChange={(kind) => put({ cameraKind: kind })}
                data={[
                  { value: "", label: t("field.kind.unknown") },
                  { value: "fixed", label: t("field.kind.fixed") },
                  { value: "ptz", label: t("field.kind.ptz") },
                ]}
              />
              <SegmentedControl
                fullWidth
                aria-label={t("field.notice")}
                value={input.notice}
                onChange={(notice) => put({ notice: notice })}
                data={[
                  { value: "", label: t("field.notice.unknown") },
                  { value: "yes", label: t("field.notice.yes") },
                  { value: "no", label: t("field.notice.no") },
                ]}
              />
              <TextInput label={t("field.height")} inputMode="decimal" {...text("height")} onChange={(event) => put({ height: event.currentTarget.value })} />
              <Textarea label={t("field.note")} rows={3} maxLength={1000} value={input.note} onChange={(event) => put({ note: event.currentTarget.value })} />
            </section>
          </div>
        </form>
      </div>
      <div className={css.foot}>
        <span className="small dim grow" role="status">
          {failed ? <span className="c-bad">{t("field.notKept")}</span> : tried && Object.keys(wrong).length > 0 ? <span className="c-bad">{t("field.look", { count: Object.keys(wrong).length })}</span> : t("field.keptHere")}
        </span>
        <Button type="submit" form="field" variant="filled" size="lg" leftSection={<IconSend size={18} />}>
          {t(connected ? "field.send" : "field.keep")}
        </Button>
      </div>
    </Page>
  );
}

function Photo({ photo }: { photo: Blob | null }) {
  const { t } = useTexts();
  const url = useMemo(() => photo && URL.createObjectURL(photo), [photo]);
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url);
    },
    [url],
  );
  return (
    <div className={css.photo} data-filled={url ? true : undefined}>
      {url ? <img src={url} alt={t("field.photo.alt")} /> : t("field.photo.none")}
    </div>
  );
}
