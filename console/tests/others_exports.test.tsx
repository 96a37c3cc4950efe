/** Who looks at another's export is offered nothing that is the asker's alone. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { LanguageProvider } from "../src/i18n";
import { Exports } from "../src/screens/exports/Exports";
import { theme } from "../src/theme/theme";

const at = "2026-11-22T03:00:00Z";

function show(isOwn: boolean) {
  localStorage.setItem("toancanh.language", "vi");
  history.replaceState(null, "", "/exports?whose=everybodys&export=1");
  const one = { id: "1", state: "done", cameras: [{ id: "c", code: "GT-1" }], from: at, to: at, asked_at: at, form: "exact", approvals: [], stamped: "no", sha256: "0", is_own: isOwn };
  const given = { id: "h", state: "open", kind: "link", name: "An", until: at, made_at: at, openings: 0, most_openings: 1, events: [] };
  const queries = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
  queries.setQueryData(["me"], { actions: ["export.read"] });
  queries.setQueryData(["exports", "everybodys"], { pages: [{ items: [one], next: null }], pageParams: [undefined] });
  queries.setQueryData(["exports", "1", "handovers"], [given]);
  render(
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <MantineProvider theme={theme} env="test">
          <Exports />
        </MantineProvider>
      </LanguageProvider>
    </QueryClientProvider>,
  );
}

it.each([true, false])("offers what is the asker's to the asker alone (%s)", (isOwn) => {
  show(isOwn);
  expect(screen.getByText("An")).toBeTruthy();
  for (const name of ["Tải gói về", "Xóa gói", "Bàn giao gói", "Biên bản", "Thu hồi"]) expect(Boolean(screen.queryByText(name)), name).toBe(isOwn);
});
