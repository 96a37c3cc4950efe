/** What a decoder back end must do; one for WebCodecs on a canvas, one for Media Source Extensions on a video element. */
import type { Fragment, Initialisation } from "./boxes";

export interface StreamInit {
  /** RFC 6381 codec string. */
  codec: string;
  width: number;
  height: number;
}

export interface Shown {
  /** Wall clock of the picture now on the screen, ms since 1970. */
  wallMs: number;
  width: number;
  height: number;
}

export interface PictureListener {
  /** A picture has reached the screen. */
  shown: (picture: Shown) => void;
  /** This browser cannot go on with these bytes; the connection is made anew. */
  failed: (reason: string) => void;
}

export interface PictureSink {
  readonly element: HTMLElement;
  configure: (init: StreamInit, parsed: Initialisation, raw: ArrayBuffer) => void;
  push: (fragments: Fragment[], raw: ArrayBuffer) => void;
  /** A picture of what is on the screen, for the local copy. */
  close: () => void;
}
