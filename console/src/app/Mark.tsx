export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={(size * 3) / 4} viewBox="0 0 32 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" aria-hidden="true">
      <path d="M10 5 3 2.5v19L10 19M22 5l7-2.5v19L22 19" />
      <path d="M10 5h12v14H10z" fill="currentColor" />
    </svg>
  );
}
