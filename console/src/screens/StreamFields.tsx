import { PasswordInput, Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";

import { useTexts } from "../i18n";
import type { StreamInput } from "./cameraInput";
import css from "./Form.module.css";

interface Props {
  stream: StreamInput;
  /** The server holds a password, which it never gives back. */
  stored: boolean;
  label: string;
  what: string;
  optional?: boolean;
  error: ReactNode;
  onChange: (stream: StreamInput) => void;
}

export function StreamFields({ stream, stored, label, what, optional, error, onChange }: Props) {
  const { t } = useTexts();
  const shown = !optional || stream.url !== "";
  return (
    <>
      <TextInput label={label} description={what} placeholder="rtsp://10.24.9.31:554/Streaming/Channels/101" value={stream.url} onChange={(event) => onChange({ ...stream, url: event.currentTarget.value })} error={error} spellCheck={false} autoCapitalize="none" inputMode="url" />
      {shown && (
        <div className={css.three}>
          <TextInput label={t("camera.username")} value={stream.username} onChange={(event) => onChange({ ...stream, username: event.currentTarget.value })} autoComplete="off" spellCheck={false} autoCapitalize="none" />
          <PasswordInput label={t("camera.password")} placeholder={stored ? t("camera.passwordKept") : undefined} value={stream.password} onChange={(event) => onChange({ ...stream, password: event.currentTarget.value })} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }} />
          <Select label={t("camera.record")} value={stream.record} allowDeselect={false} onChange={(value) => onChange({ ...stream, record: (value ?? "auto") })} data={[{ value: "auto", label: t(optional ? "camera.record.autoSub" : "camera.record.autoMain") }, { value: "yes", label: t("camera.record.yes") }, { value: "no", label: t("camera.record.no") }]} />
        </div>
      )}
    </>
  );
}
