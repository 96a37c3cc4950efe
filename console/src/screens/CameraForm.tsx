/** Add or change a camera; its picture is tested before it is saved. */
import { ActionIcon, Button, Modal, Select, Switch, TagsInput, TextInput } from "@mantine/core";
import { IconChevronLeft, IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";

import { can, useCamera, useDeleteCamera, useMe, useOrganisations, useSaveCamera } from "../api/queries";
import type { Camera, Organisation } from "../api/types";
import { Page } from "../app/Page";
import { PageSkeleton } from "../app/Splash";
import { ErrorNote, ErrorState } from "../components/States";
import { useTexts } from "../i18n";
import { cameraOf, emptyCamera, faults, inputOf, patchOf, type CameraInput } from "./cameraInput";
import css from "./Form.module.css";
import { ConnectionTest } from "./ConnectionTest";
import { DossierTabs } from "./dossier/DossierFrame";
import { StreamFields } from "./StreamFields";

export function CameraForm({ id }: { id?: string }) {
  const camera = useCamera(id);
  const me = useMe();
  if (id && camera.isError) return <ErrorState error={camera.error} onRetry={() => void camera.refetch()} />;
  if ((id && !camera.data) || !me.data) return <PageSkeleton />;
  return <Form camera={camera.data} ownerId={me.data.user.organisation_id} />;
}

function Form({ camera, ownerId }: { camera: Camera | undefined; ownerId: string }) {
  const { t } = useTexts();
  const me = useMe();
  const [, go] = useLocation();
  const organisations = useOrganisations();
  const save = useSaveCamera(camera?.id);
  const [input, setInput] = useState<CameraInput>(() => (camera ? inputOf(camera) : emptyCamera(ownerId)));
  const [tried, setTried] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const wrong = faults(input);
  const put = (change: Partial<CameraInput>) => setInput((before) => ({ ...before, ...change }));
  const fault = (field: keyof CameraInput): ReactNode => tried && wrong[field] && t(`camera.fault.${wrong[field]}`);
  const text = (field: "code" | "name" | "lat" | "lon" | "azimuth" | "minDays" | "maxDays" | "thinDays") => ({
    value: input[field],
    onChange: (event: { currentTarget: { value: string } }) => put({ [field]: event.currentTarget.value }),
    error: fault(field),
  });
  const mayWrite = can(me.data, "camera.write");
  const title = camera ? t("camera.edit", { code: camera.code }) : t("camera.add");

  return (
    <Page
      title={title}
      desk
      heading={
        <>
          <ActionIcon component={Link} href="/cameras" aria-label={t("camera.back")}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <h1 className="cut">{title}</h1>
        </>
      }
      aside={camera && <DossierTabs id={camera.id} here="streams" />}
      actions={
        camera &&
        mayWrite && (
          <Button variant="default" color="bad" c="var(--tc-bad)" leftSection={<IconTrash size={16} />} onClick={() => setDeleting(true)} aria-label={t("camera.delete")}>
            <span className="no-phone">{t("camera.delete")}</span>
          </Button>
        )
      }
    >
      {camera && <DossierTabs phone id={camera.id} here="streams" />}
      <form
        style={{ display: "contents" }}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.keys(wrong).length) {
            window.setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid=true], [data-error] input")?.focus(), 0);
            return;
          }
          save.mutate(camera ? patchOf(input, camera.version) : cameraOf(input), { onSuccess: (saved) => go(`/watch/${saved.id}`) });
        }}
      >
        <div className={css.body}>
          <div className={css.columns}>
            <div style={{ display: "grid", gap: 16 }}>
              <fieldset className={`card ${css.card}`} disabled={!mayWrite} style={{ margin: 0 }}>
                <div className={css.legend}>
                  <h2>{t("camera.connection")}</h2>
                </div>
                <StreamFields stream={input.main} stored={camera?.streams.find((stream) => stream.role === "main")?.has_password ?? false} label={t("camera.mainUrl")} what={t("camera.urlWhat")} error={fault("main")} onChange={(main) => put({ main })} />
                <StreamFields optional stream={input.sub} stored={camera?.streams.find((stream) => stream.role === "sub")?.has_password ?? false} label={t("camera.subUrl")} what={t("camera.subWhat")} error={fault("sub")} onChange={(sub) => put({ sub })} />
              </fieldset>
              <fieldset className={`card ${css.card}`} disabled={!mayWrite} style={{ margin: 0 }}>
                <h2>{t("camera.file")}</h2>
                <div className={css.two}>
                  <TextInput label={t("cameras.code")} placeholder="GT-0412" {...text("code")} />
                  <Select label={t("cameras.owner")} data={(organisations.data ?? []).filter((organisation) => isThere(organisation) || organisation.id === input.ownerId).map((organisation) => ({ value: organisation.id, label: organisation.name }))} value={input.ownerId} onChange={(value) => put({ ownerId: value ?? "" })} searchable allowDeselect={false} error={fault("ownerId")} nothingFoundMessage={t("app.nothing")} />
                </div>
                <TextInput label={t("cameras.name")} placeholder={t("camera.namePlaceholder")} {...text("name")} />
                <div className={css.three}>
                  <TextInput label={t("camera.lat")} placeholder="20.99812" inputMode="decimal" {...text("lat")} />
                  <TextInput label={t("camera.lon")} placeholder="105.84110" inputMode="decimal" {...text("lon")} />
                  <TextInput label={t("camera.azimuth")} placeholder="175" inputMode="decimal" {...text("azimuth")} />
                </div>
                <TagsInput label={t("camera.tags")} value={input.tags} onChange={(tags) => put({ tags })} placeholder={input.tags.length ? undefined : t("camera.tagsWhat")} />
              </fieldset>
              <fieldset className={`card ${css.card}`} disabled={!mayWrite} style={{ margin: 0 }}>
                <h2>{t("camera.keeping")}</h2>
                <div className={css.two}>
                  <TextInput label={t("camera.minDays")} description={t("camera.minDaysWhat")} inputMode="decimal" {...text("minDays")} />
                  <TextInput label={t("camera.maxDays")} description={t("camera.maxDaysWhat")} inputMode="decimal" {...text("maxDays")} />
                  <TextInput label={t("camera.thinDays")} description={t("camera.thinDaysWhat")} inputMode="decimal" {...text("thinDays")} />
                </div>
                <Switch label={t("camera.enabled")} description={t("camera.enabledWhat")} checked={input.enabled} onChange={(event) => put({ enabled: event.currentTarget.checked })} />
              </fieldset>
            </div>
            {mayWrite && <ConnectionTest onBasic={(allowBasic) => put({ main: { ...input.main, allowBasic }, sub: { ...input.sub, allowBasic } })} storedBasic={camera?.streams.some((stream) => stream.role === "main" && stream.allow_basic) ?? false} onCertificate={(certificate) => put({ main: { ...input.main, certificate }, sub: { ...input.sub, certificate } })} stream={input.main} ownerId={input.ownerId} cameraId={camera?.id} stored={camera?.streams.some((stream) => stream.role === "main" && stream.has_password) ?? false} />}
          </div>
        </div>
        {mayWrite && (
          <div className={css.foot}>
            <span className="grow">{save.isError && <ErrorNote error={save.error} />}</span>
            <Button component={Link} href="/cameras">
              {t("app.cancel")}
            </Button>
            <Button type="submit" variant="filled" loading={save.isPending}>
              {camera ? t("camera.save", { code: input.code }) : t("camera.saveNew")}
            </Button>
          </div>
        )}
      </form>
      {camera && <DeleteDialog camera={camera} opened={deleting} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

/** Whether it still exists today, by the city clock: one that has ended gets no new camera. */
function isThere(organisation: Organisation) {
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" });
  return !organisation.valid_to || organisation.valid_to > today;
}

function DeleteDialog({ camera, opened, onClose }: { camera: Camera; opened: boolean; onClose: () => void }) {
  const { t } = useTexts();
  const [, go] = useLocation();
  const remove = useDeleteCamera();
  return (
    <Modal opened={opened} onClose={onClose} title={t("camera.deleteTitle", { code: camera.code })} closeButtonProps={{ "aria-label": t("app.close") }}>
      <p className="dim">{t("camera.deleteWhat", { name: camera.name })}</p>
      {remove.isError && <ErrorNote error={remove.error} />}
      <div className="row" style={{ justifyContent: "flex-end", marginTop: 16 }}>
        <Button onClick={onClose} data-autofocus>
          {t("app.cancel")}
        </Button>
        <Button variant="filled" color="bad" loading={remove.isPending} onClick={() => remove.mutate(camera.id, { onSuccess: () => go("/cameras") })}>
          {t("camera.deleteGo", { code: camera.code })}
        </Button>
      </div>
    </Modal>
  );
}
