import "./theme/mantine.css";
import "./theme/fonts.css";
import "./theme/tokens.css";
import "./theme/base.css";

import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { useLocation } from "wouter";

import { ApiError, whenSessionEnds } from "./api/client";
import { asksMapBase } from "./api/map";
import { asksMe, keys } from "./api/queries";
import { App } from "./app/App";
import { LanguageProvider, loadLanguage, readLanguage } from "./i18n";
import { useScheme } from "./theme/scheme";
import { cssVariables, theme } from "./theme/theme";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always", // a site may have its platform without the network that the browser means
      retry: (count, error) => error instanceof ApiError && (error.status === 0 || error.status === 503) && count < 3,
      refetchOnWindowFocus: true,
      staleTime: 5_000,
    },
  },
});
whenSessionEnds(() => queries.setQueryData(keys.me, null));
// While the words come; whoever needs it is told what went wrong.
queries.query(asksMe).catch(() => undefined);
if (location.pathname === "/map") queries.query(asksMapBase).catch(() => undefined);

function Root() {
  const [path] = useLocation();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={useScheme(path)}>
      <App />
    </MantineProvider>
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("no #root");
await loadLanguage(readLanguage());
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <Root />
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
);
