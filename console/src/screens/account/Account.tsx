/** My account: how I prove that it is me, and where I am signed in. */
import { Button, Modal, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconDeviceMobile, IconKey, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";

import { knowsPasskeys, useAccount, useEndSession, useNewCodes, useRemoveFactor, useRenameFactor, useSessions, wantsFactor, type Factor, type FactorKind } from "../../api/account";
import { useMe } from "../../api/queries";
import { Page } from "../../app/Page";
import { DateTime } from "../../components/DateTime";
import { Badge } from "../../components/StateBadge";
import { ErrorNote, ErrorState } from "../../components/States";
import { useTexts } from "../../i18n";
import form from "../Form.module.css";
import { SystemTabs } from "../SystemTabs";
import { Password } from "../UserDrawer";
import css from "./Account.module.css";
import { Enrol } from "./Enrol";
import { StepUp } from "./StepUp";

export function Account() {
  const { t } = useTexts();
  const me = useMe();
  return (
    <Page title={t("account.title")} desk aside={<SystemTabs />}>
      <div className={form.body}>
        <div style={{ display: "grid", gap: 16, maxWidth: 640 }}>
          <Factors />
          <Sessions />
          {me.data && (
            <section className={`card ${form.card}`}>
              <Password user={me.data.user} needsCurrent />
            </section>
          )}
        </div>
      </div>
    </Page>
  );
}

function Factors() {
  const { t } = useTexts();
  const account = useAccount();
  const remove = useRemoveFactor();
  const renew = useNewCodes();
  const [adding, setAdding] = useState<FactorKind | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [again, setAgain] = useState<(() => void) | null>(null);
  const [going, setGoing] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<Factor | null>(null);
  const stepUpFor = (repeat: () => void) => (error: unknown) => wantsFactor(error) && setAgain(() => repeat);
  const { data } = account;
  if (account.isError) return <ErrorState error={account.error} onRetry={() => void account.refetch()} />;
  if (!data) return <Skeleton height={220} />;
  const removing = (id: string): void => remove.mutate(id, { onSuccess: () => setGoing(null), onError: stepUpFor(() => removing(id)) });
  const renewing = (): void => renew.mutate(undefined, { onSuccess: (made) => setCodes(made.codes), onError: stepUpFor(renewing) });
  const hasAny = data.factors.length > 0;
  const noPasskeys = !data.public_origin ? "account.noName" : data.public_origin !== location.origin ? "account.otherName" : !knowsPasskeys() ? "account.noBrowser" : null;
  const failure = [remove.error, renew.error].find((error) => error && !wantsFactor(error));
  return (
    <section className={`card ${form.card}`}>
      <div className={form.legend}>
        <h2>{t("account.factors")}</h2>
        {hasAny ? <Badge tone="ok" shape="ok">{t("account.on")}</Badge> : <Badge tone="off" shape="off">{t("account.off")}</Badge>}
      </div>
      <p className="dim">{t("account.factorsWhat")}</p>
      {hasAny && (
        <ul className={css.list}>
          {data.factors.map((factor) => (
            <li key={factor.id}>
              {factor.kind === "totp" ? <IconDeviceMobile size={20} /> : <IconKey size={20} />}
              <span>
                <b className="cut">{factor.name}</b>
                <span className="small dim">
                  {t(`factor.kind.${factor.kind}`)} · {factor.used_at ? <>{t("account.used")} <DateTime at={factor.used_at} relative /></> : t("account.neverUsed")}
                </span>
              </span>
              <Button size="xs" onClick={() => setRenaming(factor)} aria-label={t("account.renameNamed", { name: factor.name })}>
                {t("account.rename")}
              </Button>
              <Button size="xs" onClick={() => setGoing(factor.id)} aria-label={t("account.removeNamed", { name: factor.name })}>
                {t("account.remove")}
              </Button>
            </li>
          ))}
          <li>
            <IconPrinter size={20} />
            <span>
              <b>{t("account.codes")}</b>
              <span className="small dim">{t("account.codesLeft", { count: data.recovery_codes })}</span>
            </span>
            <Button size="xs" onClick={renewing} loading={renew.isPending}>
              {t("account.codesNew")}
            </Button>
          </li>
        </ul>
      )}
      {failure && <ErrorNote error={failure} />}
      <div className={css.acts}>
        <Button variant={hasAny ? "default" : "filled"} leftSection={<IconDeviceMobile size={16} />} onClick={() => setAdding("totp")}>
          {t("account.addApp")}
        </Button>
        <Button leftSection={<IconKey size={16} />} onClick={() => setAdding("passkey")} disabled={noPasskeys !== null}>
          {t("account.addPasskey")}
        </Button>
      </div>
      {noPasskeys && <p className="small dim">{t(noPasskeys, { origin: data.public_origin })}</p>}
      {adding && !again && (
        <Enrol
          kind={adding}
          first={!hasAny}
          onClose={() => setAdding(null)}
          onStepUp={() => setAgain(() => () => undefined)}
          onCodes={(made) => {
            setAdding(null);
            setCodes(made);
          }}
        />
      )}
      {again && (
        <StepUp
          onClose={() => setAgain(null)}
          onDone={() => {
            setAgain(null);
            again();
          }}
        />
      )}
      {codes && <Codes codes={codes} onClose={() => setCodes(null)} />}
      {renaming && <Rename factor={renaming} onClose={() => setRenaming(null)} />}
      {going && !again && (
        <Modal opened onClose={() => setGoing(null)} title={t("account.removeTitle", { name: data.factors.find((factor) => factor.id === going)?.name ?? "" })} size={400} closeButtonProps={{ "aria-label": t("app.close") }}>
          <Stack gap="lg">
            <p>{t(data.factors.length === 1 ? "account.removeLast" : "account.removeWhat")}</p>
            <div className="row" style={{ justifyContent: "flex-end" }}>
              <Button onClick={() => setGoing(null)}>{t("app.cancel")}</Button>
              <Button color="red" variant="filled" loading={remove.isPending} onClick={() => removing(going)}>
                {t("account.remove")}
              </Button>
            </div>
          </Stack>
        </Modal>
      )}
    </section>
  );
}

function Rename({ factor, onClose }: { factor: Factor; onClose: () => void }) {
  const { t } = useTexts();
  const rename = useRenameFactor();
  const [name, setName] = useState(factor.name);
  return (
    <Modal opened onClose={onClose} title={t("account.renameTitle")} size={400} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ id: factor.id, name: name.trim() }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          <TextInput label={t("account.factorName")} description={t("account.factorNameWhat")} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} required withAsterisk={false} data-autofocus />
          {rename.isError && <ErrorNote error={rename.error} />}
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="submit" variant="filled" loading={rename.isPending} disabled={!name.trim()}>
              {t("account.rename")}
            </Button>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}

/** Told once: to be printed, or written down, before the dialog is closed. */
function Codes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  return (
    <Modal opened onClose={onClose} title={t("account.codes")} size={440} closeOnClickOutside={false} closeOnEscape={false} withCloseButton={false}>
      <div className={css.sheet}>
        <Stack gap="lg">
          <p>{t("account.codesOnce", { username: me.data?.user.username ?? "" })}</p>
          <ol className={`num ${css.codes}`}>
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ol>
          <div className="row" style={{ justifyContent: "flex-end" }}>
            <Button leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
              {t("account.print")}
            </Button>
            <Button variant="filled" onClick={onClose}>
              {t("account.kept")}
            </Button>
          </div>
        </Stack>
      </div>
    </Modal>
  );
}

function Sessions() {
  const { t } = useTexts();
  const sessions = useSessions();
  const end = useEndSession();
  if (sessions.isError) return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (!sessions.data) return <Skeleton height={120} />;
  return (
    <section className={`card ${form.card}`}>
      <h2>{t("account.sessions")}</h2>
      <ul className={css.list}>
        {sessions.data.map((session) => (
          <li key={session.id}>
            <span>
              <b>{t(session.current ? "account.here" : "account.elsewhere")}</b>
              <span className="small dim">
                {t("account.since")} <DateTime at={session.created_at} /> · {t(session.second_factor ? "account.withFactor" : "account.withPassword")}
              </span>
            </span>
            {!session.current && (
              <Button size="xs" onClick={() => end.mutate(session.id)} loading={end.isPending && end.variables === session.id}>
                {t("account.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {end.isError && <ErrorNote error={end.error} />}
    </section>
  );
}
