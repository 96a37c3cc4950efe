/** Approved cameras are hung, tested against their live pictures and taken into use. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";

import { useAcceptanceTest, useProposalStep, type AcceptanceTest, type CaseFile } from "../../api/planning";
import { can, useMe, useThumbnails } from "../../api/queries";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import { isRtsp } from "../cameraInput";
import css from "./Planning.module.css";

export function Acceptance({ file }: { file: CaseFile }) {
  const installations = file.steps.filter((one) => one.step === "install");
  if (!installations.length) return file.steps_now.includes("install") ? <Install file={file} /> : null;
  return (
    <>
      <Tests file={file} since={Math.max(...installations.map((one) => Date.parse(one.at)))} />
      {file.steps_now.includes("install") && <Mend key={installations.length} file={file} />}
    </>
  );
}

/** A code or an address was wrong: all are stated again, and tested again. */
function Mend({ file }: { file: CaseFile }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  if (open) return <Install file={file} />;
  return (
    <div className={`${css.part} ${css.acts}`}>
      <span className="small dim grow">{t("proposal.install.mend.what")}</span>
      <Button onClick={() => setOpen(true)}>{t("proposal.install.mend")}</Button>
    </div>
  );
}

interface HungInput {
  code: string;
  name: string;
  main_url: string;
  username: string;
  password: string;
  serial: string;
  mac: string;
}

function Install({ file }: { file: CaseFile }) {
  const { t } = useTexts();
  const step = useProposalStep(file.id);
  const [tried, setTried] = useState(false);
  const [hung, setHung] = useState<HungInput[]>(() => file.candidates.map(({ name }) => ({ code: "", name, main_url: "", username: "", password: "", serial: "", mac: "" })));
  const put = (index: number, by: Partial<HungInput>) => setHung(hung.map((one, at) => (at === index ? { ...one, ...by } : one)));
  const isWrong = (one: HungInput) => !one.code.trim() || !one.name.trim() || !isRtsp(one.main_url);
  const submit = () => {
    setTried(true);
    if (hung.some(isWrong)) return;
    const cameras = hung.map((one, position) => ({ position, code: one.code.trim(), name: one.name.trim(), main_url: one.main_url.trim(), username: one.username || null, password: one.password || null, serial: one.serial.trim(), mac: one.mac.trim() }));
    step.mutate({ step: "installation", version: file.version, cameras });
  };
  return (
    <form
      className={`${css.part} ${css.act}`}
      noValidate
      data-install
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2>{t("proposal.install")}</h2>
      <p className="small dim">{t("proposal.install.what")}</p>
      {step.isError && <ErrorNote error={step.error} />}
      {hung.map((one, index) => {
        const text = (field: "code" | "name" | "username" | "serial" | "mac") => ({ value: one[field], onChange: (event: { currentTarget: { value: string } }) => put(index, { [field]: event.currentTarget.value }) });
        return (
          <fieldset key={index} className={css.fields} style={{ border: 0, margin: 0, padding: 0 }}>
            <h3 className={css.wide}>{t("proposal.cameraNamed", { number: index + 1, name: file.candidates[index]?.name ?? "" })}</h3>
            <TextInput label={t("cameras.code")} {...text("code")} error={tried && !one.code.trim() && t("camera.fault.required")} />
            <TextInput label={t("cameras.name")} {...text("name")} error={tried && !one.name.trim() && t("camera.fault.required")} />
            <TextInput className={css.wide} label={t("camera.mainUrl")} placeholder="rtsp://10.24.7.31:554/main" value={one.main_url} onChange={(event) => put(index, { main_url: event.currentTarget.value })} error={tried && !isRtsp(one.main_url) && t("camera.fault.rtsp")} />
            <TextInput label={t("camera.username")} autoComplete="off" {...text("username")} />
            <PasswordInput label={t("camera.password")} autoComplete="new-password" value={one.password} onChange={(event) => put(index, { password: event.currentTarget.value })} visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }} />
            <TextInput label={t("double.field.serial")} {...text("serial")} />
            <TextInput label={t("double.field.mac")} {...text("mac")} />
          </fieldset>
        );
      })}
      <div className={css.acts}>
        <span className="grow" />
        <Button type="submit" variant="filled" loading={step.isPending}>
          {t("proposal.install.go", { count: hung.length })}
        </Button>
      </div>
    </form>
  );
}

function Tests({ file, since }: { file: CaseFile; since: number }) {
  const { t, format } = useTexts();
  const me = useMe();
  const test = useAcceptanceTest(file.id);
  const step = useProposalStep(file.id);
  const ids = file.camera_ids.filter((id): id is string => id !== null);
  const pictures = useThumbnails(ids, can(me.data, "media.snapshot") && file.tests.length > 0);
  const latest = new Map<number, AcceptanceTest>();
  for (const one of file.tests) if (Date.parse(one.at) >= since && !latest.has(one.position)) latest.set(one.position, one); // the newest comes first
  return (
    <div className={`${css.part} ${css.act}`} data-acceptance>
      <h2>{t("proposal.test")}</h2>
      <p className="small dim">{t("proposal.test.what")}</p>
      {test.isError && <ErrorNote error={test.error} />}
      {step.isError && <ErrorNote error={step.error} />}
      <ul style={{ display: "grid", gap: 12 }}>
        {file.candidates.map((candidate, index) => {
          const seen = latest.get(index);
          const url = pictures.data?.get(file.camera_ids[index] ?? "");
          return (
            <li key={index} className="row" style={{ alignItems: "start" }} data-test={seen ? (seen.passed ? "passed" : "failed") : "none"}>
              <span className={`${css.chip} num`}>{index + 1}</span>
              {url && <img src={url} alt={t("double.pictureOf", { code: candidate.name })} width={128} height={72} style={{ objectFit: "cover", borderRadius: 2 }} />}
              <span className="grow">
                <b>{candidate.name}</b>
                {seen ? (
                  <>
                    <span className="small dim num" style={{ display: "block" }}>
                      {seen.width_px && seen.height_px ? t("proposal.test.size", { width: seen.width_px, height: seen.height_px, wanted: t("proposal.size", { width: candidate.width_px, height: candidate.height_px, megapixels: format.number((candidate.width_px * candidate.height_px) / 1e6, 1) }) }) : t("proposal.fault.no_picture")} <DateTime at={seen.at} />
                    </span>
                    {seen.faults.map((fault) => (
                      <span key={fault} className="small c-bad" style={{ display: "block" }}>
                        {t(`proposal.fault.${fault}`)}
                      </span>
                    ))}
                  </>
                ) : (
                  <span className="small dim" style={{ display: "block" }}>{t("proposal.test.none")}</span>
                )}
              </span>
              {seen && (
                <Badge tone={seen.passed ? "ok" : "bad"} shape={seen.passed ? "ok" : "bad"}>
                  {t(seen.passed ? "proposal.test.passed" : "proposal.test.failed")}
                </Badge>
              )}
            </li>
          );
        })}
      </ul>
      {(file.steps_now.includes("test") || file.steps_now.includes("accept")) && (
        <div className={css.acts}>
          <span className="grow" />
          {file.steps_now.includes("test") && (
            <Button loading={test.isPending} onClick={() => test.mutate()}>
              {t("proposal.test.go")}
            </Button>
          )}
          <Button variant="filled" disabled={!file.steps_now.includes("accept")} loading={step.isPending} onClick={() => step.mutate({ step: "acceptance", version: file.version })}>
            {t("proposal.accept.go", { count: file.cameras })}
          </Button>
        </div>
      )}
    </div>
  );
}
