import { Button, PasswordInput, SegmentedControl, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import { useSecond } from "../api/account";
import { ApiError } from "../api/client";
import { useSignIn } from "../api/queries";
import { Mark } from "../app/Mark";
import { FactorAnswer } from "../components/FactorAnswer";
import { Shape } from "../components/Shape";
import { ErrorNote } from "../components/States";
import { useTexts } from "../i18n";
import css from "./SignIn.module.css";

export function SignIn() {
  const { t, language, setLanguage } = useTexts();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const secret = useRef<HTMLInputElement>(null);
  const signIn = useSignIn();
  const second = useSecond();
  const asked = signIn.data && "pending" in signIn.data ? signIn.data : null;
  const ended = isEnded(second.error);
  const { error } = signIn;
  const wrong = error instanceof ApiError && error.status === 401;
  const throttled = error instanceof ApiError && error.status === 429;

  useEffect(() => {
    document.title = t("app.title", { page: t("signIn.title") });
  }, [t]);
  useEffect(() => {
    if (wrong) secret.current?.select();
  }, [wrong, error]);

  return (
    <main className={css.page}>
      <div className={css.box}>
        <div className={css.brand}>
          <Mark size={44} />
          <div>
            <h1>{t("app.name")}</h1>
            <p>{t("app.what")}</p>
          </div>
        </div>
        {asked ? (
          <div className={`card ${css.card}`}>
            <p className="dim">{t("factor.what")}</p>
            <FactorAnswer asked={asked} error={ended ? null : second.error} pending={second.isPending} onAnswer={(answer) => second.mutate({ pending: asked.pending, ...answer }, { onError: (failure) => isEnded(failure) && signIn.reset() })} />
            <Button size="xs" onClick={() => signIn.reset()}>
              {t("factor.back")}
            </Button>
          </div>
        ) : (
        <form
          className={`card ${css.card}`}
          onSubmit={(event) => {
            event.preventDefault();
            second.reset();
            signIn.mutate({ username: username.trim(), password });
          }}
        >
          <TextInput label={t("signIn.username")} value={username} onChange={(event) => setUsername(event.currentTarget.value)} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus required withAsterisk={false} />
          <PasswordInput ref={secret} label={t("signIn.password")} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }} />
          {ended && <p className="note warn" role="alert">{t("factor.ended")}</p>}
          {wrong || throttled ? (
            <div className="note bad" role="alert">
              <Shape name="bad" size={14} cut="var(--tc-bad-soft)" />
              <span>{t(wrong ? "signIn.wrong" : "signIn.throttled")}</span>
            </div>
          ) : (
            error && <ErrorNote error={error} />
          )}
          <Button type="submit" variant="filled" loading={signIn.isPending}>
            {t("signIn.go")}
          </Button>
        </form>
        )}
        <div className={css.foot}>
          <span>{t("signIn.recorded")}</span>
          <SegmentedControl size="xs" aria-label={t("me.language")} value={language} onChange={(value) => setLanguage(value)} data={[{ value: "vi", label: "Tiếng Việt" }, { value: "en", label: "English" }]} />
        </div>
      </div>
    </main>
  );
}

/** Too late, too often, or from another address: the password once more. */
function isEnded(error: unknown): boolean {
  return error instanceof ApiError && error.extra.reason === "ended";
}
