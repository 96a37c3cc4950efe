/** Vietnamese without its marks, in lower case: "Giải Phóng" and "giai phong" are the same to a search. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replaceAll("Đ", "d")
    .toLowerCase();
}
