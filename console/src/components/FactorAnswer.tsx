/** A code or a passkey: the second step of signing in, and the proof that some acts ask for once more. */
import { Button, Stack, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";

import { answerByPasskey, knowsPasskeys, type Answer, type FactorAsked } from "../api/account";
import { ApiError } from "../api/client";
import { useTexts } from "../i18n";
import { Shape } from "./Shape";
import { ErrorNote } from "./States";

export function FactorAnswer({ asked, error, pending, onAnswer }: { asked: FactorAsked; error: unknown; pending: boolean; onAnswer: (answer: Answer) => void }) {
  const { t } = useTexts();
  const [code, setCode] = useState("");
  const [failed, setFailed] = useState(false);
  const [paper, setPaper] = useState(!asked.kinds.includes("totp"));
  const options = knowsPasskeys() ? asked.passkey : null;
  const wrong = error instanceof ApiError && error.extra.reason === "wrong_factor";
  const throttled = error instanceof ApiError && error.status === 429;
  return (
    <Stack gap="lg">
      {options && (
        <>
          <Button
            variant="filled"
            leftSection={<IconKey size={16} />}
            loading={pending}
            onClick={() => {
              setFailed(false);
              answerByPasskey(options).then(
                (credential) => onAnswer({ credential }),
                () => setFailed(true),
              );
            }}
          >
            {t("factor.passkeyGo")}
          </Button>
          {failed && <p className="note warn" role="alert">{t("factor.passkeyFailed")}</p>}
        </>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onAnswer({ code });
          setCode("");
        }}
      >
        <Stack gap="md">
          <TextInput label={t(paper ? "factor.paper" : "factor.code")} description={t(paper ? "factor.paperWhat" : "factor.codeWhat")} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoComplete="one-time-code" inputMode={paper ? "text" : "numeric"} maxLength={40} spellCheck={false} autoCapitalize="characters" data-autofocus autoFocus={!options} required withAsterisk={false} />
          {wrong || throttled ? (
            <div className="note bad" role="alert">
              <Shape name="bad" size={14} cut="var(--tc-bad-soft)" />
              <span>{t(wrong ? "factor.wrong" : "signIn.throttled")}</span>
            </div>
          ) : (
            Boolean(error) && <ErrorNote error={error} />
          )}
          <Button type="submit" variant={options ? "default" : "filled"} loading={pending} disabled={!code.trim()}>
            {t("factor.go")}
          </Button>
          {asked.kinds.includes("totp") && (
            <Button size="xs" onClick={() => setPaper(!paper)}>
              {t(paper ? "factor.useApp" : "factor.usePaper")}
            </Button>
          )}
        </Stack>
      </form>
    </Stack>
  );
}
