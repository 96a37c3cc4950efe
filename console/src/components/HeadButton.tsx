/** An act in a page's head: with words at a desk, its sign alone on a phone. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";

interface Props {
  icon: ReactNode;
  text: string;
  filled?: boolean;
  loading?: boolean;
}

export function HeadButton({ icon, text, filled, loading, ...act }: Props & ({ onClick: () => void } | { href: string })) {
  const look = { variant: filled ? "filled" : "default", leftSection: icon, loading, "aria-label": text, style: { flex: "none" }, children: <span className="no-phone">{text}</span> };
  return "href" in act ? <Button component={Link} href={act.href} {...look} /> : <Button onClick={act.onClick} {...look} />;
}
