/** A new second factor: proof of who one is, what the app has to learn, and the proof that it has. */
import { Button, Modal, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { makePasskey, offerApp, offerPasskey, useEnrol, wantsFactor, type Answer, type FactorKind } from "../../api/account";
import { ErrorNote } from "../../components/States";
import { useTexts } from "../../i18n";
import css from "./Account.module.css";

interface Props {
  kind: FactorKind;
  /** Who has no factor yet proves the account by its password. */
  first: boolean;
  onCodes: (codes: string[]) => void;
  onStepUp: () => void;
  onClose: () => void;
}

export function Enrol({ kind, first, onCodes, onStepUp, onClose }: Props) {
  const { t } = useTexts();
  const [password, setPassword] = useState("");
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const enrol = useEnrol();
  const offer = useMutation({
    mutationFn: async () => (kind === "totp" ? { app: await offerApp(password), options: null } : { app: null, options: (await offerPasskey(password)).options }),
    onError: (error) => wantsFactor(error) && onStepUp(),
  });
  const browser = useMutation({ mutationFn: makePasskey });
  const finish = (answer: Answer) => enrol.mutate({ kind, name: name.trim(), ...answer }, { onSuccess: (made) => (made.recovery_codes.length ? onCodes(made.recovery_codes) : onClose()) });
  const app = offer.data?.app;
  const options = offer.data?.options;
  return (
    <Modal opened onClose={onClose} title={t(kind === "totp" ? "account.addApp" : "account.addPasskey")} size={440} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!offer.data) offer.mutate();
          else if (app) finish({ code });
          else if (options) browser.mutate(options, { onSuccess: (credential) => finish({ credential }) });
        }}
      >
        <Stack gap="lg">
          {!offer.data && (
            <>
              <TextInput label={t("account.factorName")} description={t("account.factorNameWhat")} placeholder={t(kind === "totp" ? "account.appExample" : "account.passkeyExample")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} required withAsterisk={false} data-autofocus />
              {first && <PasswordInput label={t("user.currentPassword")} description={t("account.passwordWhy")} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }} />}
            </>
          )}
          {app && (
            <>
              <p>{t("account.scan")}</p>
              <img className={css.qr} src={`data:image/svg+xml,${encodeURIComponent(app.qr_svg)}`} alt={t("account.qr")} />
              <div>
                <p className="small dim">{t("account.typeKey")}</p>
                <code className={`num ${css.key}`}>{app.secret.match(/.{4}/g)?.join(" ")}</code>
              </div>
              <TextInput label={t("factor.code")} description={t("factor.codeWhat")} value={code} onChange={(event) => setCode(event.currentTarget.value)} inputMode="numeric" autoComplete="one-time-code" maxLength={8} required withAsterisk={false} />
            </>
          )}
          {options && <p>{t("account.passkeyNext")}</p>}
          {browser.isError && <p className="note warn" role="alert">{t("factor.passkeyFailed")}</p>}
          {offer.isError && !wantsFactor(offer.error) && <ErrorNote error={offer.error} />}
          {enrol.isError && <ErrorNote error={enrol.error} />}
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={offer.isPending || enrol.isPending || browser.isPending}>
              {t(offer.data ? (app ? "account.confirm" : "account.makePasskey") : "account.next")}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}
