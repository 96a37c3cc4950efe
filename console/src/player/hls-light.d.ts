/** The light build has the full build's face without subtitles, alternate audio and DRM, none of which we have. */
declare module "hls.js/light" {
  export * from "hls.js";
  export { default } from "hls.js";
}
