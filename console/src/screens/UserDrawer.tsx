import { ActionIcon, Button, Drawer, PasswordInput, Select, Stack, Switch, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import { useFactorsOf, useResetFactors } from "../api/account";
import { useMe, useSaveUser, useSetPassword } from "../api/queries";
import type { Organisation, Role, User } from "../api/types";
import { ErrorNote } from "../components/States";
import { useTexts } from "../i18n";

export const ROLES: readonly Role[] = ["administrator", "operator", "viewer", "auditor", "inventory_officer", "planner", "adviser", "leader", "case_officer", "reviewer", "data_protection", "technician", "cleared"];

interface Binding {
  role: Role;
  organisation_id: string;
}

/** An account: made here, changed here. */
export function UserDrawer({ user, organisations, onClose }: { user: User | undefined; organisations: readonly Organisation[]; onClose: () => void }) {
  const { t } = useTexts();
  const me = useMe();
  const own = me.data?.user.organisation_id ?? "";
  const save = useSaveUser(user?.id);
  const [username, setUsername] = useState(user?.username ?? "");
  const [name, setName] = useState(user?.name ?? "");
  const [home, setHome] = useState(user?.organisation_id ?? own);
  const [password, setPassword] = useState("");
  const [enabled, setEnabled] = useState(!user?.disabled);
  const [roles, setRoles] = useState<Binding[]>(user?.roles ?? [{ role: "viewer", organisation_id: own }]);
  const places = organisations.map((organisation) => ({ value: organisation.id, label: organisation.name }));
  const self = user?.id === me.data?.user.id;
  const change = (index: number, by: Partial<Binding>) => setRoles(roles.map((role, at) => (at === index ? { ...role, ...by } : role)));

  return (
    <Drawer opened onClose={onClose} size={440} title={user ? t("user.edit", { username: user.username }) : t("user.add")} closeButtonProps={{ "aria-label": t("app.close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const common = { name: name.trim(), organisation_id: home, roles };
          save.mutate(user ? { ...common, disabled: !enabled, version: user.version } : { ...common, username: username.trim(), password }, { onSuccess: onClose });
        }}
      >
        <Stack gap="lg">
          {self && <p className="note">{t("user.self")}</p>}
          <TextInput data-autofocus={user ? undefined : true} label={t("users.username")} value={username} onChange={(event) => setUsername(event.currentTarget.value)} disabled={Boolean(user)} required withAsterisk={false} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          <TextInput data-autofocus={user ? true : undefined} label={t("users.name")} description={t("user.nameWhat")} value={name} onChange={(event) => setName(event.currentTarget.value)} disabled={self} />
          <Select label={t("users.organisation")} data={places} value={home} onChange={(value) => setHome(value ?? own)} allowDeselect={false} searchable disabled={self} nothingFoundMessage={t("app.nothing")} />
          {!user && <PasswordInput label={t("signIn.password")} description={t("user.passwordWhat")} value={password} onChange={(event) => setPassword(event.currentTarget.value)} required withAsterisk={false} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }} />}
          <fieldset disabled={self} style={{ border: 0, margin: 0, padding: 0, display: "grid", gap: 8 }}>
            <h2>{t("users.roles")}</h2>
            {roles.map((role, index) => (
              <div key={index} className="row">
                <Select aria-label={t("user.role")} data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} value={role.role} onChange={(value) => value && change(index, { role: value })} allowDeselect={false} w={150} />
                <Select aria-label={t("user.roleAt")} data={places} value={role.organisation_id} onChange={(value) => value && change(index, { organisation_id: value })} allowDeselect={false} searchable style={{ flex: 1 }} />
                <ActionIcon aria-label={t("user.removeRole")} onClick={() => setRoles(roles.filter((_, at) => at !== index))}>
                  <IconTrash size={16} />
                </ActionIcon>
              </div>
            ))}
            <p className="small dim">{t("user.rolesWhat")}</p>
            <div>
              <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setRoles([...roles, { role: "viewer", organisation_id: home }])}>
                {t("user.addRole")}
              </Button>
            </div>
          </fieldset>
          {user && !self && <Switch label={t("user.enabled")} description={t("user.enabledWhat")} checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />}
          {save.isError && <ErrorNote error={save.error} />}
          {!self && (
            <div className="row" style={{ justifyContent: "flex-end" }}>
              <Button onClick={onClose}>{t("app.cancel")}</Button>
              <Button type="submit" variant="filled" loading={save.isPending}>
                {user ? t("user.save", { username: user.username }) : t("user.saveNew")}
              </Button>
            </div>
          )}
        </Stack>
      </form>
      {user && (
        <div style={{ borderTop: "1px solid var(--tc-line)", marginTop: 24, paddingTop: 16 }}>
          {!self && <Factors user={user} />}
          {self ? <Link href="/account">{t("account.title")}</Link> : <Password user={user} needsCurrent={false} />}
        </div>
      )}
    </Drawer>
  );
}

/** Of somebody who has lost the telephone; the person is told at the next sign-in. */
function Factors({ user }: { user: Pick<User, "id" | "username"> }) {
  const { t } = useTexts();
  const factors = useFactorsOf(user.id);
  const reset = useResetFactors(user.id);
  const [sure, setSure] = useState(false);
  if (!factors.data) return factors.isError ? <ErrorNote error={factors.error} /> : null;
  return (
    <Stack gap="md" mb="xl">
      <h2>{t("account.factors")}</h2>
      {reset.isSuccess ? <p className="note ok" role="status">{t("user.factorsReset", { username: user.username })}</p> : <p className="dim">{t("user.factorsHas", { count: factors.data.length })}</p>}
      {sure && <p className="note warn">{t("user.factorsSure", { username: user.username })}</p>}
      {reset.isError && <ErrorNote error={reset.error} />}
      {factors.data.length > 0 && (
        <div className="row">
          {sure && <Button onClick={() => setSure(false)}>{t("app.cancel")}</Button>}
          <Button color={sure ? "red" : undefined} variant={sure ? "filled" : "default"} loading={reset.isPending} onClick={() => (sure ? reset.mutate(undefined, { onSuccess: () => setSure(false) }) : setSure(true))}>
            {t("user.factorsResetGo")}
          </Button>
        </div>
      )}
    </Stack>
  );
}

export function Password({ user, needsCurrent }: { user: Pick<User, "id" | "username">; needsCurrent: boolean }) {
  const { t } = useTexts();
  const set = useSetPassword(user.id);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate({ new_password: next, current_password: current }, { onSuccess: () => { setNext(""); setCurrent(""); } });
      }}
    >
      <Stack gap="md">
        <h2>{t(needsCurrent ? "user.ownPassword" : "user.resetPassword")}</h2>
        {needsCurrent && <PasswordInput label={t("user.currentPassword")} value={current} onChange={(event) => setCurrent(event.currentTarget.value)} autoComplete="current-password" visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }} />}
        <PasswordInput label={t("user.newPassword")} description={t("user.resetWhat")} value={next} onChange={(event) => setNext(event.currentTarget.value)} autoComplete="new-password" visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }} />
        {set.isError && <ErrorNote error={set.error} />}
        {set.isSuccess && <p className="note ok" role="status">{t("user.passwordSet", { username: user.username })}</p>}
        <div>
          <Button type="submit" disabled={!next} loading={set.isPending}>
            {t("user.setPassword")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
