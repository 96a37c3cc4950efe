import { ActionIcon, Button, Group, Popover, Stack } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useState } from "react";

import { useTexts } from "../../i18n";
import { TimeField } from "../TimeField";

interface Props {
  atMs: number;
  nowMs: number;
  onGo: (atMs: number) => void;
}

/** To a date and time that one types. */
export function JumpTo({ atMs, nowMs, onGo }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          aria-label={t("timeline.jump")}
          title={t("timeline.jump")}
          onClick={() => {
            setAt(Math.floor(atMs / 1000) * 1000);
            setOpen(!open);
          }}
        >
          <IconCalendar size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (at === null) return;
            setOpen(false);
            onGo(Math.min(at, nowMs));
          }}
        >
          <Stack gap="sm">
            <TimeField seconds label={t("timeline.jumpTo")} value={at} maxMs={nowMs} onChange={setAt} data-autofocus />
            <Group justify="flex-end">
              <Button type="submit" variant="filled" disabled={at === null}>
                {t("timeline.go")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
