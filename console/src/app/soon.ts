/** Screens whose code is loaded when opened, and drawn at once where it has come already. */
import { lazy, type ComponentType, type LazyExoticComponent } from "react";

/**
 * As React's `lazy`, with a way to ask for the code before it is drawn. Code that has come is drawn without a fallback:
 * where React has once shown a fallback it shows nothing else for 300 ms, so that fallbacks do not flicker.
 */
export function soon<Props>(load: () => Promise<ComponentType<Props>>): { screen: LazyExoticComponent<ComponentType<Props>>; ask: () => Promise<unknown> } {
  let come: ComponentType<Props> | undefined;
  const ask = () => load().then((screen) => (come = screen));
  const known = (screen: ComponentType<Props>) => ({ then: (tell: (module: { default: ComponentType<Props> }) => void) => tell({ default: screen }) }) as unknown as Promise<{ default: ComponentType<Props> }>;
  return { screen: lazy(() => (come ? known(come) : ask().then((screen) => ({ default: screen })))) as never, ask };
}
